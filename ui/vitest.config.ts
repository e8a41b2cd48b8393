import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  test: {
    include: ['*/tests/**/*.test.ts', '*/src/**/*.test.ts'],
    // Packages that ship Svelte sources are compiled like ours.
    server: { deps: { inline: [/@lucide/, /bits-ui/, /svelte-spa-router/, /svelte-toolbelt/, /runed/, /virtua/] } },
    exclude: ['**/node_modules/**', 'e2e/**'],
  },
})
