// All texts of all screens, compiled from messages/{locale}/*.json; the bundler keeps per chunk what is used there.
export { m } from './lib/paraglide/messages.js'
