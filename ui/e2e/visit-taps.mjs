// Counts the taps of a whole covered breakdown visit, from "drive" until the office has received the work order; typed
// digits and ink are not taps. `node e2e/visit-taps.mjs` prints them and exits 1 when there are more than 18.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './chromium.mjs'
import { answers as day } from './sample-day.mjs'
import { allThere, closeOutView, covered, diagnosisView, nothingFound, partsView, signing, visitAnswers } from './sample-visit.mjs'
import { serve } from './serve.mjs'
import { standIn } from './stand-in.mjs'

const TAPS_MAX = 18
const dist = process.env.FELTBOK_DIST ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'technician', 'dist')

const begun = { ...day.open_job.visit, machine_confirmed: false, diagnosed: false, parts: 0, readings: 0, checklist_answered: 0, consent: 'not_needed' }
const jobAt = (status, next, visit) => ({ ...day.open_job, card: { ...day.open_job.card, status, next, sync: { kind: 'untouched' } }, visit })
const [job1] = day.day.cards
const blank = { ...signing, satisfaction: null, ink: { aspect: 3, strokes: [], enough: false } }
const answers = {
  ...visitAnswers,
  day: { ...day.day, cards: [{ ...job1, status: 'accepted', next: 'drive' }] },
  open_job: jobAt('accepted', 'drive', null),
  drive: jobAt('travelling', 'arrive', begun),
  arrive: jobAt('on_site', 'finish', begun),
  confirm_machine: jobAt('on_site', 'finish', { ...begun, machine_confirmed: true }),
  resolve_sticker: { kind: 'expected', machine: job1.machine },
  diagnosis: { ...diagnosisView, diagnosis: nothingFound },
  save_diagnosis: { ...diagnosisView, diagnosis: nothingFound, quote: covered },
  parts: { ...partsView, fitted: [] },
  readings: visitAnswers.readings.slice(0, 2).map((meter) => ({ ...meter, reading: null })),
  close_out: { ...closeOutView, missing: [], can_sign: false },
  save_close_out: allThere,
  prepare_signing: blank,
  save_stroke: { ...signing.ink, enough: true },
  document: { ...visitAnswers.document, transfer: 'received' },
}

/** Runs in the page: the job goes on with its states, as in the core. */
function goOn() {
  const table = window.__TAURI_INTERNALS__.invoke
  let job = null
  window.__TAURI_INTERNALS__.invoke = async (command, args) => {
    const answer = command === 'open_job' && job ? job : await table(command, args)
    if (['drive', 'arrive', 'confirm_machine'].includes(command)) job = answer
    return answer
  }
}

const server = await serve(dist)
const browser = await launch()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.addInitScript(standIn, answers)
await page.addInitScript(goOn)
await page.goto(`${server.url}#/`)

const taps = []
const tap = async (testid) => {
  await page.getByTestId(testid).first().click()
  taps.push(testid)
}
const type = (testid, text) => page.getByTestId(testid).fill(text)

await tap('state-drive')
await tap('state-arrive')
await type('si-number', '1048576')
await page.getByTestId('si-number').press('Enter')
await tap('visit-diagnosis')
await tap('symptom-paper_jam')
await tap('cause-worn_roller')
await tap('remedy-replaced')
await tap('attribution-wear')
await type('field-actions', 'Rollers of tray 2 replaced.')
await tap('next-step')
await type('search-parts', 'roller')
await tap('part-hit-A0EDR71611')
await tap('fit-part')
await page.getByTestId('fit-sheet').waitFor({ state: 'detached' })
await tap('next-step')
await type('reading-mono', '211480')
await type('reading-colour', '84100')
await tap('next-step')
await tap('check-all-ok')
await tap('next-step')
await tap('outcome-fixed')
await tap('hand-over')
await page.getByTestId('page-1').waitFor()
await page.getByTestId('sign-canvas').scrollIntoViewIfNeeded()
const pad = await page.getByTestId('sign-canvas').boundingBox()
await page.mouse.move(pad.x + pad.width * 0.2, pad.y + pad.height * 0.5)
await page.mouse.down()
await page.mouse.move(pad.x + pad.width * 0.6, pad.y + pad.height * 0.3, { steps: 6 })
await page.mouse.up()
await tap('sign-confirm')
await type('take-back-pin', '2468')
await tap('take-back')
await page.locator('[data-testid=document-transfer][data-state=received]').waitFor()

await browser.close()
server.close()
console.log(`${taps.length} taps of at most ${TAPS_MAX}: ${taps.join(', ')}`)
process.exit(taps.length <= TAPS_MAX ? 0 : 1)
