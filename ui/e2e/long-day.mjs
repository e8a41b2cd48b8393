// A day of 5,000 jobs at a quarter of the processor's speed: few rows in the document, soon usable, quick search.
// `node e2e/long-day.mjs`; prints the figures, exits 1 when the document holds too many rows.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './chromium.mjs'
import { answers } from './sample-day.mjs'
import { serve } from './serve.mjs'
import { standIn } from './stand-in.mjs'

const ROWS_MAX = 60
const dist = process.env.FELTBOK_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'technician', 'dist')
const cards = Array.from({ length: 5000 }, (_, at) => ({ ...answers.day.cards[at % 5], job_id: `job-${at}`, number: `J-2026-${at}` }))

const server = await serve(dist)
const browser = await launch()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
const session = await page.context().newCDPSession(page)
await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
await page.addInitScript(standIn, { ...answers, day: { ...answers.day, cards } })
await page.goto(`${server.url}#/`)
await page.getByTestId('job-card').first().waitFor()
const shown = await page.evaluate(() => performance.now())
const rows = () => page.getByTestId('job-card').count()
const atTop = await rows()
await page.evaluate(() => window.scrollTo(0, 200_000))
await page.waitForFunction(() => !document.querySelector('[data-job="J-2026-0"]'))
const below = await rows()
console.log(`first card after ${Math.round(shown)} ms; ${atTop} cards in the document at the top, ${below} after scrolling`)
await browser.close()
server.close()
process.exit(Math.max(atTop, below) <= ROWS_MAX ? 0 : 1)
