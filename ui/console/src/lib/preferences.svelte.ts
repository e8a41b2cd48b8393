// Language, theme and single-key shortcuts of this browser; kept in localStorage, applied before the first paint.
import { applyLook, type Look } from '@feltbok/shared/look'
import { locales, nearestLanguage, setLanguage, type Locale } from '@feltbok/shared/i18n'

const KEY = 'feltbok-console'
/** The console's own size stands in console.css; this is what the shared sizes are counted from. */
const TEXT_PX = 18

export type Theme = Look['theme']

interface Preferences {
  language: Locale
  theme: Theme
  /** Shortcuts of one letter can be switched off by people who dictate (WCAG 2.1.4). */
  singleKeys: boolean
}

let chosen = $state<Preferences>({ language: 'en', theme: 'light', singleKeys: true })

export const preferences = {
  get language(): Locale {
    return chosen.language
  },
  get theme(): Theme {
    return chosen.theme
  },
  get singleKeys(): boolean {
    return chosen.singleKeys
  },
}

export function startPreferences(): void {
  adopt({ ...chosen, language: nearestLanguage(navigator.languages), ...stored() })
}

export function prefer(change: Partial<Preferences>): void {
  adopt({ ...chosen, ...change })
  localStorage.setItem(KEY, JSON.stringify(chosen))
}

function adopt(next: Preferences): void {
  chosen = next
  setLanguage(next.language)
  applyLook({ theme: next.theme, text_px: TEXT_PX, gloves: false, hand: 'right' })
}

function stored(): Partial<Preferences> {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>
    return value.language && !locales.includes(value.language) ? {} : value
  } catch {
    return {}
  }
}
