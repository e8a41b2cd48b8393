// What the builds of both apps have in common.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import type { UserConfig } from 'vite'

/** The oldest webview that Feltbok runs in is WebKitGTK 2.40 (Safari 16.4). */
const TARGET = ['safari16.4', 'chrome111', 'firefox115']

export function appConfig(port: number): UserConfig {
  return {
    base: './',
    plugins: [tailwindcss(), svelte()],
    clearScreen: false,
    server: { port, strictPort: true },
    build: {
      target: TARGET,
      // size.mjs reads from it which files the first screen loads.
      manifest: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  }
}
