// @vitest-environment happy-dom
import { setLanguage, locales } from '@feltbok/shared/i18n'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorCode, SyncStatus } from '../src/lib/bindings.js'
import { toGray } from '../src/lib/camera.js'
import { explain } from '../src/lib/explain.js'
import { asFailure, Failure } from '../src/lib/failure.js'
import { lockWhenIdle } from '../src/lib/idle.js'
import { chipOf, jobChipOf } from '../src/lib/sync.svelte.js'
import { View } from '../src/lib/view.svelte.js'
import { WedgeReader } from '../src/lib/wedge.js'

const failure = (code: ErrorCode, details: Record<string, string> = {}) =>
  new Failure({ code, what_happened: 'x', what_is_safe: 'y', what_to_do: 'z', details })

describe('a hand-held scanner', () => {
  const type = (reader: WedgeReader, text: string, gap: number) => {
    let at = 0
    let result: string | null = null
    for (const key of [...text, 'Enter']) result = reader.key(key, (at += gap))
    return result
  }
  it('is told from a person by its speed', () => {
    expect(type(new WedgeReader(), 'SI-1048576', 8)).toBe('SI-1048576')
    expect(type(new WedgeReader(), 'SI-1048576', 120)).toBeNull()
  })
  it('may send digits of another script, and shift keys between', () => {
    const reader = new WedgeReader()
    for (const key of ['Shift', 'S', 'I', 'Shift', '-', '۱', '۰', '۴', '۸']) reader.key(key, 1)
    expect(reader.key('Enter', 2)).toBe('SI-1048')
  })
  it('a lone Enter after a pause reads nothing', () => {
    const reader = new WedgeReader()
    for (const key of 'SI-1048576') reader.key(key, 1)
    expect(reader.key('Enter', 900)).toBeNull()
  })
})

it('gray is luma: white stays white, green weighs more than blue', () => {
  const gray = new Uint8Array(3)
  toGray(new Uint8ClampedArray([255, 255, 255, 255, 0, 255, 0, 255, 0, 0, 255, 255]), gray)
  expect([...gray]).toEqual([255, 149, 28])
})

describe('the sync chip', () => {
  const status: SyncStatus = {
    link: 'online', waiting_items: 0, waiting_bytes: 0, attention: 0, last_contact: null, next_try_at: null, trouble: null, clock_skew_minutes: null,
  }
  it.each<[Partial<SyncStatus>, string]>([
    [{}, 'received'],
    [{ waiting_items: 2 }, 'waiting'],
    [{ link: 'offline', waiting_items: 2 }, 'offline'],
    [{ link: 'syncing', waiting_items: 2 }, 'sending'],
    [{ link: 'syncing' }, 'received'],
    [{ link: 'offline', attention: 1 }, 'attention'],
    [{ link: 'stopped' }, 'attention'],
  ])('of %o is %s', (part, state) => {
    expect(chipOf({ ...status, ...part }).state).toBe(state)
  })
  it('of a job is missing where nothing was recorded', () => {
    expect(jobChipOf({ kind: 'untouched' })).toBeNull()
    expect(jobChipOf({ kind: 'needs_attention', items: 2 })).toEqual({ state: 'attention', attention: 2 })
  })
})

describe('a failure in words', () => {
  it('says in every language what happened, what is safe and what to do', () => {
    for (const language of locales) {
      setLanguage(language)
      for (const code of ['wrong_pin', 'invite_expired', 'disk_full', 'image_too_large', 'pin_wait'] as const) {
        const words = explain(failure(code, { megapixels: '100', max: '50', wait_until: '2026-11-22T09:20:00Z' }))
        for (const text of Object.values(words)) expect(text.length, `${language} ${code}`).toBeGreaterThan(4)
        expect(words.happened).not.toBe('x')
      }
    }
    setLanguage('en')
  })
  it('of an unknown code shows the core’s own sentences', () => {
    expect(explain(failure('nobody_knows' as ErrorCode))).toEqual({ happened: 'x', safe: 'y', todo: 'z' })
  })
  it('of a broken bridge is an internal one', () => {
    expect(asFailure(new Error('channel closed')).code).toBe('internal')
    expect(asFailure('no').error.what_happened).toBe('no')
  })
})

describe('a screen’s data', () => {
  it('an answer that a newer one has overtaken is dropped', async () => {
    const answers: ((value: string) => void)[] = []
    const view = new View(() => new Promise<string>((resolve) => answers.push(resolve)))
    const first = view.reload()
    const second = view.reload()
    answers[1]?.('new')
    await second
    answers[0]?.('old')
    await first
    expect(view.data).toBe('new')
  })
  it('a refused use case keeps the old data and tells why', async () => {
    const view = new View(async () => 'loaded')
    await view.reload()
    expect(await view.run(() => Promise.reject(failure('wrong_state')))).toBe(false)
    expect(view.data).toBe('loaded')
    expect(view.failure?.code).toBe('wrong_state')
    expect(view.busy).toBe(false)
  })
})

describe('the idle lock', () => {
  beforeEach(() => void vi.useFakeTimers())
  it('comes after the time without a touch, counted from the last one', () => {
    const lock = vi.fn()
    const stop = lockWhenIdle(60, lock)
    vi.advanceTimersByTime(50_000)
    window.dispatchEvent(new Event('pointerdown'))
    vi.advanceTimersByTime(50_000)
    expect(lock).not.toHaveBeenCalled()
    vi.advanceTimersByTime(10_000)
    expect(lock).toHaveBeenCalledOnce()
    stop()
  })
})
