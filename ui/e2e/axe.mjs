// Every screen × language × theme: no serious accessibility finding, targets of 48 px, text of 16 px, nothing wider
// than the screen. `node e2e/axe.mjs [lang,…] [theme,…] [screen,…]`; exits 1 with the findings.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './chromium.mjs'
import { serve } from './serve.mjs'
import { standIn } from './stand-in.mjs'
import { inLanguage, screens } from './technician-screens.mjs'

const [langs = 'en,nb,uk,fa,zh-Hans', themes = 'light,dark', wanted = ''] = process.argv.slice(2)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const dist = process.env.FELTBOK_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'technician', 'dist')

/** Runs in the page: what is too small, or sticks out. */
function measure() {
  const findings = []
  const shown = (element) => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== 'hidden'
  }
  const name = (element) => `${element.tagName.toLowerCase()} “${(element.getAttribute('data-testid') ?? element.textContent ?? '').trim().slice(0, 30)}”`
  for (const element of document.querySelectorAll('button, input, textarea, select, a[href], summary, [role=radio], [role=switch]')) {
    if (!shown(element) || element.closest('.sr-only, p, h3')) continue
    const { width, height } = element.getBoundingClientRect()
    if (width < 47.5 || height < 47.5) findings.push(`target ${Math.round(width)}×${Math.round(height)}: ${name(element)}`)
  }
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
    if (own && shown(element) && parseFloat(getComputedStyle(element).fontSize) < 15.9) findings.push(`small text: ${name(element)}`)
  }
  const over = document.documentElement.scrollWidth - innerWidth
  if (over > 0) findings.push(`${over} px too wide`)
  return findings
}

const server = await serve(dist)
const browser = await launch()
let failed = 0
let checked = 0
for (const lang of langs.split(',')) {
  for (const theme of themes.split(',')) {
    for (const screen of screens.filter(({ name }) => wanted === '' || wanted.split(',').includes(name))) {
      const context = await browser.newContext({ viewport: { width: 800, height: 1280 }, locale: lang, colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.clock.setFixedTime(new Date('2026-11-22T09:20:00Z'))
      await page.addInitScript(standIn, inLanguage(screen.answers, lang, { theme }))
      // The lock and enrolment wear the remembered look.
      await page.addInitScript((look) => localStorage.setItem('feltbok-look', JSON.stringify(look)), { theme })
      await page.goto(server.url + screen.hash)
      await page.locator('h1').first().waitFor()
      await screen.act?.(page)
      await page.evaluate(() => document.fonts.ready)
      await page.evaluate(axe)
      const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      const findings = result.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join('\n      ')}`)
      findings.push(...(await page.evaluate(measure)))
      checked += 1
      if (findings.length > 0) {
        failed += 1
        console.error(`${screen.name} ${lang} ${theme}\n    ${findings.join('\n    ')}`)
      }
      await context.close()
    }
  }
}
await browser.close()
server.close()
console.log(`${checked - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
