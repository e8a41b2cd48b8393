// Numbers, money, dates and typed digits as each language writes them; pure, no DOM.
export * from './digits.js'
export * from './money.js'
export * from './dates.js'
export * from './durations.js'
export * from './sizes.js'
export * from './local-text.js'
