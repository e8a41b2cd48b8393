import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  test: {
    include: ['*/tests/**/*.test.ts', '*/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'e2e/**'],
  },
})
