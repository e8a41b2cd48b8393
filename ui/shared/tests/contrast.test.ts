import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8')
const light = block(':root {')

function block(selector: string): Record<string, string> {
  const start = css.indexOf(selector)
  const body = css.slice(start, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]))
}

function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const themes: [string, Record<string, string>][] = [
  ['light', light],
  ['dark', { ...light, ...block(":root[data-theme='dark']") }],
  ['outdoors', { ...light, ...block(":root[data-theme='outdoors']") }],
]

it.each(themes)('every text of the %s theme keeps 7:1 on both grounds', (_name, colours) => {
  for (const text of ['ink', 'fjord', 'grey', 'green', 'amber', 'red'])
    for (const ground of ['paper', 'fog'])
      expect(contrast(colours[text]!, colours[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(7)
})

it.each(themes)('the action’s word keeps 7:1 in the %s theme, pressed too', (_name, colours) => {
  expect(contrast(colours['on-action']!, colours.fjord!)).toBeGreaterThanOrEqual(7)
  expect(contrast(colours['on-action']!, colours['action-pressed']!)).toBeGreaterThanOrEqual(7)
})
