// Every screen × language × theme: no serious or critical axe finding, nothing wider than 1280 px, Persian mirrored.
// FELTBOK_LANGUAGES and FELTBOK_THEMES narrow the round while one works on a screen.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import test from 'node:test'
import { launch } from '../chromium.mjs'
import { hasServer, login, openOffice } from './office.mjs'
import { screens } from './screens.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const languages = (process.env.FELTBOK_LANGUAGES ?? 'en,nb,uk,fa,zh-Hans').split(',')
const themes = (process.env.FELTBOK_THEMES ?? 'light,dark').split(',')
const rules = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }

async function findings(page) {
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate(axe)
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), rules)
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join('\n  ')}`)
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (over > 0) found.push(`${over} px too wide`)
  return found
}

test('the console is open to everybody', { skip: !hasServer && 'no server named' }, async (t) => {
  const office = await openOffice()
  t.after(() => office.close())
  for (const language of languages) {
    for (const theme of themes) {
      for (const screen of screens) {
        await t.test(`${screen.name} in ${language}, ${theme}`, async () => {
          const { page, close } = await office.at(screen.address, { language, theme })
          await screen.act(page)
          assert.deepEqual(await findings(page), [])
          assert.equal(await page.evaluate(() => document.documentElement.dir), language === 'fa' ? 'rtl' : 'ltr')
          await close()
        })
      }
    }
  }

  await t.test('the sign-in screen with an error', async () => {
    const browser = await launch()
    const page = await (await browser.newContext()).newPage()
    await page.goto(login.url)
    await page.getByTestId('sign-in').click()
    await page.getByTestId('sign-in-problem').waitFor()
    assert.deepEqual(await findings(page), [])
    await browser.close()
  })
})
