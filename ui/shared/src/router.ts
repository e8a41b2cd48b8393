// The hash router of both apps: addresses survive a reload inside Tauri and can be sent to a colleague.
export { default as Router, link, pop, push, replace, router } from 'svelte-spa-router'
export { wrap } from 'svelte-spa-router/wrap'
export type { RouteDefinition } from 'svelte-spa-router'
