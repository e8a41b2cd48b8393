// One ticking minute for the whole page, and the words of a response target (R12).
import { formatDuration, formatNumber } from '@feltbok/shared/format'
import { locale } from '@feltbok/shared/i18n'
import { m } from '@feltbok/shared/messages'
import type { Tone } from '@feltbok/shared/components'
import type { Schemas } from './client.js'
import { serverNow } from './session.svelte.js'

const TICK_MS = 15_000

let now = $state(Date.now())

export const clock = {
  /** The server's time in milliseconds, renewed every 15 s. */
  get now(): number {
    return now
  },
}

export function startClock(): () => void {
  now = serverNow()
  const timer = setInterval(() => (now = serverNow()), TICK_MS)
  return () => clearInterval(timer)
}

/** Working minutes left now, counted on from when the list was fetched while the clock runs. */
export function minutesLeft(target: Schemas['TargetClock'], fetchedAt: number): number | null {
  if (target.minutes_left === null || target.minutes_left === undefined) return null
  const passed = target.ticking ? Math.trunc(Math.max(0, now - fetchedAt) / 60_000) : 0
  return target.minutes_left - passed
}

export interface TargetWords {
  text: string
  tone: Tone
}

/** "2 hr 10 min left", "overdue by 40 min", "paused, 3 hr left": a word always stands beside the colour. */
export function targetWords(target: Schemas['TargetClock'], fetchedAt: number): TargetWords {
  const left = minutesLeft(target, fetchedAt)
  if (target.state === 'met') return { text: m.console_target_met(), tone: 'green' }
  if (target.state === 'missed') return { text: m.console_target_missed(), tone: 'red' }
  if (target.state === 'none' || left === null) return { text: m.console_target_none(), tone: 'grey' }
  const time = formatDuration(left, locale())
  if (left < 0) return { text: m.console_target_overdue({ time }), tone: 'red' }
  if (target.state === 'paused') return { text: m.console_target_paused({ time }), tone: 'grey' }
  const isShort = left <= Math.max(60, target.minutes_promised / 4)
  return { text: m.console_target_left({ time }), tone: isShort ? 'amber' : 'ink' }
}

/** How long ago, in words: "3 min ago"; "now" under a minute. */
export function ago(instant: string): string {
  const minutes = Math.trunc((now - Date.parse(instant)) / 60_000)
  if (minutes < 1) return m.console_now()
  return m.console_ago({ time: formatDuration(minutes, locale()) })
}

export function count(value: number): string {
  return formatNumber(value, locale())
}
