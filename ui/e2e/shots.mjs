// Pictures of the technician's screens: `node e2e/shots.mjs OUT [lang,…] [WxH,…] [screen,…] [settings as JSON]`.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './chromium.mjs'
import { serve } from './serve.mjs'
import { standIn } from './stand-in.mjs'
import { inLanguage, screens } from './technician-screens.mjs'

const [out, langs = 'en,fa', sizes = '1280x800,800x1280', wanted = '', look = '{}'] = process.argv.slice(2)
const dist = process.env.FELTBOK_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'technician', 'dist')
mkdirSync(out, { recursive: true })

const server = await serve(dist)
const browser = await launch()
for (const lang of langs.split(',')) {
  for (const size of sizes.split(',')) {
    const [width, height] = size.split('x').map(Number)
    for (const screen of screens.filter(({ name }) => wanted === '' || wanted.split(',').includes(name))) {
      const context = await browser.newContext({ viewport: { width, height }, locale: lang })
      const page = await context.newPage()
      page.on('pageerror', (error) => console.error(screen.name, lang, error.message))
      await page.clock.setFixedTime(new Date('2026-11-22T09:20:00Z'))
      await page.addInitScript(standIn, inLanguage(screen.answers, lang, JSON.parse(look)))
      await page.goto(server.url + screen.hash)
      await page.locator('h1').first().waitFor()
      await screen.act?.(page)
      await page.evaluate(() => document.fonts.ready)
      await page.waitForTimeout(150)
      await page.screenshot({ path: join(out, `${screen.name}-${lang}-${size}.png`) })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wide > 0) console.error(`${screen.name} ${lang} ${size}: ${wide} px too wide`)
      await context.close()
    }
  }
}
await browser.close()
server.close()
