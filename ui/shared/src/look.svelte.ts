// How the screen looks for this person: theme, text size, gloves, hand. Kept as data attributes on <html>.
export interface Look {
  /** `outdoors` is high contrast; `system` follows the device. */
  theme: 'light' | 'dark' | 'outdoors' | 'system'
  /** Size of running text in CSS pixels: 16, 18, 21 or 24. */
  text_px: number
  gloves: boolean
  hand: 'right' | 'left'
}

const prefersDark = () => window.matchMedia('(prefers-color-scheme: dark)')
let chosen: Look['theme'] = 'light'
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
  root.text = String(look.text_px)
  root.gloves = look.gloves ? 'on' : 'off'
  root.hand = look.hand
}

function applyTheme(): void {
  const theme = chosen === 'system' ? (prefersDark().matches ? 'dark' : 'light') : chosen
  document.documentElement.dataset.theme = theme
}
