// How the screen looks for this person: theme, text size, gloves, hand. Kept as data attributes on <html>.
export const themes = ['system', 'light', 'dark', 'contrast'] as const
export const textSizes = ['normal', 'large', 'larger', 'largest'] as const
export const hands = ['right', 'left'] as const

export type Theme = (typeof themes)[number]
export type TextSize = (typeof textSizes)[number]
export type Hand = (typeof hands)[number]

export interface Look {
  theme: Theme
  text_size: TextSize
  gloves: boolean
  hand: Hand
}

export const standardLook: Look = { theme: 'light', text_size: 'normal', gloves: false, hand: 'right' }

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)')
let chosen: Theme = standardLook.theme
let follows = false

/** Applies a look to the document; `system` follows the device from then on. */
export function applyLook(look: Look): void {
  const root = document.documentElement.dataset
  chosen = look.theme
  if (!follows) {
    follows = true
    prefersDark().addEventListener('change', applyTheme)
  }
  applyTheme()
  root.textSize = look.text_size
  root.gloves = look.gloves ? 'on' : 'off'
  root.hand = look.hand
}

function applyTheme(): void {
  const theme = chosen === 'system' ? (prefersDark().matches ? 'dark' : 'light') : chosen
  document.documentElement.dataset.theme = theme
}
