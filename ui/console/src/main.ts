import './console.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startPreferences } from './lib/preferences.svelte.js'

startPreferences()
const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })
