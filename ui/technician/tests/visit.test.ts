// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { VisitProgress } from '../src/lib/bindings.js'
import { drawPages } from '../src/screens/visit/document/pages.js'
import { fit, isBlank, normalise, PAD_ASPECT, type Stroke } from '../src/screens/visit/sign/ink.js'
import { filterPalm, isPalm, type PalmFilter } from '../src/screens/visit/sign/pen-filter.js'
import { nextStep, stepAddress } from '../src/screens/visit/steps.js'
import { instantAt, wallTime } from '../src/screens/visit/times/wall-time.js'

const group = (...points: [number, number][]) => ({
  points: points.map(([x, y]) => ({ x, y, pressure: 0.5, time: 0 })),
})
const line: Stroke = [[0.1, 0.5], [0.5, 0.4], [0.9, 0.6]]

it('ink is stored in parts of the pad, and nothing lies outside of it', () => {
  expect(normalise(group([150, 50], [330, -4]), { width: 300, height: 100 })).toEqual([[0.5, 0.5], [1, 0]])
})

it('stored ink comes back to the very points on a pad of the same size', () => {
  const pad = { width: 900, height: 300 }
  const [shown] = fit([line], PAD_ASPECT, pad)
  expect(normalise(shown!, pad)).toEqual(line)
})

it('ink keeps its proportions and stands in the middle on a pad of another shape', () => {
  const [shown] = fit([[[0, 0], [1, 1]]], 3, { width: 300, height: 300 })
  expect(shown!.points.map(({ x, y }) => [x, y])).toEqual([[0, 100], [300, 200]])
})

it('an empty pad, a dot and a slip are no signature, a line is one', () => {
  expect(isBlank([])).toBe(true)
  expect(isBlank([[[0.5, 0.5]]])).toBe(true)
  expect(isBlank([[[0.5, 0.5], [0.51, 0.5]]])).toBe(true)
  expect(isBlank([line])).toBe(false)
})

it('only touch is a palm, and only when a pen was seen', () => {
  expect(isPalm({ type: 'pointerdown', pointerType: 'touch' }, false)).toBe(false)
  expect(isPalm({ type: 'pointerdown', pointerType: 'touch' }, true)).toBe(true)
  expect(isPalm({ type: 'touchstart' }, true)).toBe(true)
  expect(isPalm({ type: 'pointerdown', pointerType: 'pen' }, true)).toBe(false)
  expect(isPalm({ type: 'pointerdown', pointerType: 'mouse' }, true)).toBe(false)
})

let filter: PalmFilter | undefined
let pad: HTMLElement
let seen: string[]
let dropped: number[]
beforeEach(() => {
  pad = document.body.appendChild(document.createElement('div'))
  seen = []
  dropped = []
  pad.addEventListener('pointerdown', (event) => seen.push(`${event.pointerType} ${event.pointerId}`))
  filter = filterPalm(pad, (pointerId) => dropped.push(pointerId))
})
afterEach(() => {
  vi.restoreAllMocks()
  filter?.stop()
  pad.remove()
})
const point = (type: string, pointerType: string, pointerId: number, at: HTMLElement = pad) =>
  at.dispatchEvent(new PointerEvent(type, { pointerType, pointerId, bubbles: true, cancelable: true }))

it('fingers write until a pen comes, then only the pen does', () => {
  point('pointerdown', 'touch', 1)
  point('pointerup', 'touch', 1)
  point('pointerdown', 'pen', 2)
  point('pointerdown', 'touch', 3)
  expect(seen).toEqual(['touch 1', 'pen 2'])
  expect(dropped).toEqual([])
})

it('a palm that lay down before the pen is dropped before the pen writes', () => {
  point('pointerdown', 'touch', 7)
  point('pointermove', 'pen', 8)
  point('pointerdown', 'pen', 8)
  expect(dropped).toEqual([7])
  expect(seen).toEqual(['touch 7', 'pen 8'])
})

it('after clearing the pad, fingers write again', () => {
  point('pointerdown', 'pen', 1)
  filter?.forgetPen()
  point('pointerdown', 'touch', 2)
  expect(seen).toEqual(['pen 1', 'touch 2'])
})

it('a pen elsewhere on the screen keeps no finger off the pad', () => {
  const elsewhere = document.body.appendChild(document.createElement('div'))
  point('pointerdown', 'pen', 1, elsewhere)
  point('pointerdown', 'touch', 2)
  expect(seen).toEqual(['touch 2'])
  elsewhere.remove()
})

const visit: VisitProgress = {
  visit_id: 'v', started_at: '2026-11-22T08:00:00Z', finished_at: null, running_since: null, running_kind: null,
  machine_confirmed: true, diagnosed: false, parts: 0, readings: 0, checklist_answered: 0, checklist_items: 4, photos: 0,
  consent: 'not_needed', outcome: null, machine_state: null, work_order: null,
}

it('a covered visit goes from diagnosis straight to the parts', () => {
  expect(nextStep('diagnosis', { ...visit, diagnosed: true })).toBe('parts')
})

it('a bill leads to the quote, and a grown one leads there again', () => {
  expect(nextStep('diagnosis', { ...visit, consent: 'no_consent' })).toBe('quote')
  expect(nextStep('diagnosis', { ...visit, consent: 'exceeded' })).toBe('quote')
  expect(nextStep('diagnosis', { ...visit, consent: 'given' })).toBe('parts')
})

it('a step that is done is passed over, and a declined quote holds nobody up', () => {
  expect(nextStep('diagnosis', { ...visit, parts: 2 })).toBe('readings')
  expect(nextStep('quote', { ...visit, consent: 'no_consent' })).toBe('parts')
})

it('without a checklist, or from photos and times, the way ends at close-out or at the first open step', () => {
  expect(nextStep('readings', { ...visit, checklist_items: 0 })).toBe('close-out')
  expect(nextStep('checklist', visit)).toBe('close-out')
  expect(nextStep('photos', visit)).toBe('diagnosis')
})

it('the scanner has an address of its own', () => {
  expect(stepAddress('j1', 'scan')).toBe('#/job/j1/scan')
  expect(stepAddress('j1', 'close-out')).toBe('#/job/j1/visit/close-out')
})

it('times are those on the wall of the site, whatever the zone of the tablet', () => {
  expect(wallTime('2026-11-22T08:05:40Z', 'Asia/Tehran')).toEqual({ date: '2026-11-22', time: '11:35' })
  expect(instantAt('2026-11-22', '11:35', 'Asia/Tehran')).toBe('2026-11-22T08:05:00.000Z')
})

it('shortly after midnight the day is the site’s own', () => {
  expect(wallTime('2026-11-21T23:30:00Z', 'Europe/Oslo')).toEqual({ date: '2026-11-22', time: '00:30' })
})

it('a time in the hour that summer time skips becomes the one after it', () => {
  expect(instantAt('2026-03-29', '02:30', 'Europe/Oslo')).toBe('2026-03-29T01:30:00.000Z')
})

it('pages that were overtaken by newer ones are not shown', async () => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:page')
  const stop = new AbortController()
  const shown: number[] = []
  const load = async (page: number) => {
    if (page === 2) stop.abort()
    return new Uint8Array([page])
  }
  await drawPages(3, 600, load, stop.signal, (index) => shown.push(index))
  expect(shown).toEqual([0])
})
