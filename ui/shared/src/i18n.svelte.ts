// The language of the person who holds the screen. Messages follow it unless a call names another locale,
// as the customer's signing screen does: `m.sign_confirm({}, { locale: customer.language })`.
import { locales, overwriteGetLocale, type Locale } from './lib/paraglide/runtime.js'

export { locales, type Locale }

/** Each language in its own words: a person who cannot read the current one must find theirs. */
export const languageNames: Record<Locale, string> = {
  en: 'English',
  nb: 'Norsk bokmål',
  uk: 'Українська',
  fa: 'فارسی',
  'zh-Hans': '简体中文',
}

let current = $state<Locale>('en')
overwriteGetLocale(() => current)

/** The technician's or dispatcher's language; reading it in a template follows changes without a restart. */
export function locale(): Locale {
  return current
}

/** Changes language and direction of the whole document at once. */
export function setLanguage(next: Locale): void {
  current = next
  document.documentElement.lang = next
  document.documentElement.dir = direction(next)
}

/** `rtl` for Persian; for a part of the page in another language: `<div lang={l} dir={direction(l)}>`. */
export function direction(language: Locale): 'ltr' | 'rtl' {
  return language === 'fa' ? 'rtl' : 'ltr'
}

/** The shipped language nearest to a BCP 47 tag: `no` and `nn` read Bokmål, any `zh` reads simplified. */
export function nearestLanguage(tags: readonly string[]): Locale {
  for (const tag of tags) {
    const [language] = tag.toLowerCase().split('-')
    if (language === 'zh') return 'zh-Hans'
    if (language === 'no' || language === 'nn') return 'nb'
    const match = locales.find((candidate) => candidate === language)
    if (match) return match
  }
  return 'en'
}
