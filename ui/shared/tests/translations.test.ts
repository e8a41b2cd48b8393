import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { missingTranslations } from '../../scripts/translations.mjs'

function folder(content: Record<string, object>): string {
  const root = mkdtempSync(join(tmpdir(), 'messages-'))
  for (const [locale, messages] of Object.entries(content)) {
    mkdirSync(join(root, locale))
    writeFileSync(join(root, locale, 'screen.json'), JSON.stringify(messages))
  }
  return root
}

it('the shipped messages are complete in all five languages', () => {
  expect(missingTranslations(new URL('../messages', import.meta.url).pathname)).toEqual([])
})

it('a missing text, a lost placeholder and a missing plural form are told', () => {
  const jobs = (forms: string[]) => [
    {
      declarations: ['input count', 'local form = count: plural'],
      selectors: ['form'],
      match: Object.fromEntries(forms.map((form) => [`form=${form}`, '{count}'])),
    },
  ]
  const root = folder({
    en: { a: 'A', b: 'for {name}', jobs: jobs(['one', 'other']) },
    uk: { b: 'для', jobs: jobs(['one', 'other']) },
  })
  expect(missingTranslations(root)).toEqual([
    'uk: a',
    'uk: b and English differ in {name}',
    'uk: jobs has no plural form "few"',
    'uk: jobs has no plural form "many"',
  ])
})
