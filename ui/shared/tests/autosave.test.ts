// @vitest-environment happy-dom
import { render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Autosave, flushWhenHidden, SAVE_DELAY_MS } from '../src/components/autosave.js'
import Field from '../src/components/Field.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('stores typed text within 300 ms of the first key, however fast the typing goes on', async () => {
  const saved: string[] = []
  const autosave = new Autosave<string>((text) => void saved.push(text))
  for (const text of ['t', 'to', 'ton', 'tone', 'toner']) {
    autosave.set(text)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(SAVE_DELAY_MS).toBeLessThanOrEqual(300)
  expect(saved).toEqual(['ton'])
  await autosave.flush()
  expect(saved).toEqual(['ton', 'toner'])
})

it('a refused value stays dirty and is stored by the next try', async () => {
  let full = true
  const saved: string[] = []
  const states: string[] = []
  const autosave = new Autosave<string>(
    (text) => {
      if (full) throw new Error('disk full')
      saved.push(text)
    },
    ({ status }) => states.push(status),
  )
  autosave.set('fuser')
  await autosave.flush()
  expect(autosave.dirty).toBe(true)
  full = false
  await autosave.flush()
  expect(saved).toEqual(['fuser'])
  expect(states).toEqual(['pending', 'failed', 'saved'])
})

it('saves of one field never overtake each other', async () => {
  const order: string[] = []
  const autosave = new Autosave<number>(async (value) => {
    await new Promise((resolve) => setTimeout(resolve, value === 1 ? 500 : 1))
    order.push(String(value))
  })
  autosave.set(1)
  void autosave.flush()
  autosave.set(2)
  void autosave.flush()
  await vi.advanceTimersByTimeAsync(600)
  expect(order).toEqual(['1', '2'])
})

it('hiding the page stores at once', () => {
  const flush = vi.fn()
  const stop = flushWhenHidden(flush)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  window.dispatchEvent(new Event('pagehide'))
  stop()
  window.dispatchEvent(new Event('pagehide'))
  expect(flush).toHaveBeenCalledTimes(2)
})

it('leaving a screen stores what its field still holds', async () => {
  const saved: string[] = []
  const view = render(Field, { label: 'Remark', value: '', onsave: (text: string) => void saved.push(text) })
  const input = screen.getByLabelText<HTMLInputElement>('Remark')
  input.value = 'drum worn'
  input.dispatchEvent(new Event('input', { bubbles: true }))
  view.unmount()
  await vi.advanceTimersByTimeAsync(0)
  expect(saved).toEqual(['drum worn'])
})
