/** Both apps and all tests compile Svelte alike. */
export default { compilerOptions: { runes: true } }
