// Says which messages a language lacks: keys, placeholders, plural forms.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} folder the folder that holds one folder a language; returns one line per gap. */
export function missingTranslations(folder) {
  const locales = readdirSync(folder)
  const base = readLocale(join(folder, 'en'))
  const gaps = []
  for (const locale of locales) {
    const own = readLocale(join(folder, locale))
    for (const [key, text] of base) {
      if (!own.has(key)) gaps.push(`${locale}: ${key}`)
      else gaps.push(...differences(locale, key, text, own.get(key)))
    }
    for (const key of own.keys()) if (!base.has(key)) gaps.push(`en: ${key} (stands only in ${locale})`)
  }
  return gaps
}

function readLocale(folder) {
  const messages = new Map()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const content = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    for (const [key, text] of Object.entries(content)) {
      if (key.startsWith('$')) continue
      if (messages.has(key)) throw new Error(`${folder}: ${key} stands twice`)
      messages.set(key, text)
    }
  }
  return messages
}

function differences(locale, key, base, own) {
  const gaps = []
  const wanted = placeholders(base)
  const found = placeholders(own)
  for (const name of new Set([...wanted, ...found])) {
    if (wanted.has(name) !== found.has(name)) gaps.push(`${locale}: ${key} and English differ in {${name}}`)
  }
  const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
  if (Array.isArray(own)) {
    const forms = Object.keys(own[0].match)
    for (const category of categories) {
      const isThere = forms.some((form) => form.includes(`=${category}`)) || forms.some((form) => /=\*$/.test(form))
      if (!isThere) gaps.push(`${locale}: ${key} has no plural form "${category}"`)
    }
  }
  return gaps
}

function placeholders(message) {
  const texts = Array.isArray(message) ? Object.values(message[0].match) : [message]
  return new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1])))
}
