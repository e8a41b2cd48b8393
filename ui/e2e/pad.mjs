// The signing pad in a real browser, over a slow store: strokes are saved as they end, a quick second one is not wiped,
// turning and restarting draw all again, undo and clear hold, and a palm writes nothing. `node e2e/pad.mjs`.
import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './chromium.mjs'
import { signing, visitAnswers } from './sample-visit.mjs'
import { serve } from './serve.mjs'
import { standIn } from './stand-in.mjs'

const dist = process.env.FELTBOK_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'technician', 'dist')
const blank = { ...signing, ink: { aspect: 3, strokes: [], enough: false } }

/** Runs in the page: keeps the strokes as the core does, each answer 300 ms late; `sessionStorage` outlives a reload. */
function slowStore() {
  const quick = window.__TAURI_INTERNALS__.invoke
  const kept = () => JSON.parse(sessionStorage.getItem('strokes') ?? '[]')
  const view = () => ({ aspect: 3, strokes: kept(), enough: kept().flat().length > 3 })
  const keep = (strokes) => sessionStorage.setItem('strokes', JSON.stringify(strokes))
  const changes = {
    save_stroke: ({ stroke }) => keep([...kept(), stroke.points]),
    undo_stroke: () => keep(kept().slice(0, -1)),
    clear_ink: () => keep([]),
  }
  window.__refuse = false
  window.__TAURI_INTERNALS__.invoke = async (command, args) => {
    if (command === 'prepare_signing') return { ...(await quick(command, args)), ink: view() }
    if (!(command in changes)) return quick(command, args)
    await new Promise((resolve) => setTimeout(resolve, 300))
    if (window.__refuse) throw { code: 'disk_full', what_happened: '', what_is_safe: '', what_to_do: '', details: {} }
    changes[command](args)
    return view()
  }
}

/** Runs in the page: how many points of the canvas are inked, in parts of all. */
function inked(canvas) {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let at = 3; at < data.length; at += 4) count += data[at] > 0 ? 1 : 0
  return count / (data.length / 4)
}

const server = await serve(dist)
const browser = await launch()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.addInitScript(standIn, { ...visitAnswers, prepare_signing: blank })
await page.addInitScript(slowStore)
await page.goto(`${server.url}#/job/j1/visit/sign`)
const canvas = page.getByTestId('sign-canvas')

const strokes = (count) => page.waitForFunction((wanted) => document.querySelector('[data-testid=sign-canvas]')?.dataset.strokes === String(wanted), count)
const ink = () => canvas.evaluate(inked)

/** Draws by pointer events of a kind, in parts of the pad. */
async function draw(pointerType, points, { end = 'pointerup', pointerId = 5 } = {}) {
  await canvas.evaluate(
    (element, { pointerType, points, end, pointerId }) => {
      const box = element.getBoundingClientRect()
      const send = (type, [x, y], buttons) =>
        element.dispatchEvent(new PointerEvent(type, { pointerType, pointerId, buttons, button: 0, bubbles: true, cancelable: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height, pressure: 0.5 }))
      send('pointerdown', points[0], 1)
      for (const point of points) send('pointermove', point, 1)
      if (end) send(end, points.at(-1), 0)
    },
    { pointerType, points, end, pointerId },
  )
}
const wave = (from, y) => Array.from({ length: 12 }, (_, at) => [from + at * 0.02, y + 0.1 * Math.sin(at)])

await canvas.waitFor()
await canvas.scrollIntoViewIfNeeded()

await draw('mouse', wave(0.1, 0.4))
await strokes(1)
const one = await ink()
assert.ok(one > 0, 'a stroke is seen')

await draw('mouse', wave(0.4, 0.4))
await draw('mouse', wave(0.7, 0.4))
const three = await ink()
assert.ok(three > one * 2, 'two quick strokes are both on the pad before the store has them')
await page.waitForTimeout(350)
assert.ok((await ink()) >= three * 0.98, 'the answer about the first wipes none')
await strokes(3)
assert.ok((await ink()) >= three * 0.98, 'all three stay when the store has them')

await page.setViewportSize({ width: 800, height: 1280 })
await page.waitForTimeout(200)
assert.ok(Math.abs((await ink()) / three - 1) < 0.6, 'a turned tablet shows the same ink')
await page.setViewportSize({ width: 1280, height: 800 })
await page.waitForTimeout(200)

await page.reload()
await strokes(3)
await page.waitForTimeout(200)
assert.ok((await ink()) > one * 2, 'a killed app shows the ink again')

await page.getByTestId('sign-canvas-undo').click()
await strokes(2)
await page.getByTestId('sign-canvas-clear').click()
await strokes(0)
assert.equal(await ink(), 0, 'a cleared pad is white')
assert.ok(await page.getByTestId('sign-confirm').isDisabled(), 'a blank pad cannot be signed')

await page.evaluate(() => (window.__refuse = true))
await draw('mouse', wave(0.1, 0.4))
await page.getByTestId('failure-disk_full').waitFor()
assert.equal(await ink(), 0, 'what could not be stored is not shown as if it were')
await page.evaluate(() => (window.__refuse = false))

await draw('touch', wave(0.1, 0.8), { end: null, pointerId: 9 })
await draw('pen', wave(0.3, 0.3), { pointerId: 4 })
await strokes(1)
await draw('touch', wave(0.5, 0.8), { pointerId: 10 })
await draw('pen', wave(0.6, 0.3), { pointerId: 4 })
await strokes(2)
const heights = await page.evaluate(() => JSON.parse(sessionStorage.getItem('strokes')).flat().map(([, y]) => y))
assert.ok(Math.max(...heights) < 0.5, 'palm and pen give the pen only')

await browser.close()
server.close()
console.log('the pad holds')
