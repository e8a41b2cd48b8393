// The arithmetic of planning a visit: quarters of an hour, overlaps, lateness; pure, milliseconds since the epoch.
import { foldDigits } from '@feltbok/shared/format'
import type { Schemas } from '../lib/client.js'

export const STEP_MINUTES = 15
const STEP_MS = STEP_MINUTES * 60_000

export interface Plan {
  start: number
  minutes: number
}

export type Warning =
  | { kind: 'overlap'; job: Schemas['DayJob'] }
  | { kind: 'late'; minutes: number }
  | { kind: 'past' }
  | { kind: 'out_of_hours' }
  | { kind: 'no_tablet' }
  | { kind: 'not_seen'; since: string }

/** The quarter of an hour at or before an instant. */
export function snap(at: number): number {
  return Math.floor(at / STEP_MS) * STEP_MS
}

export function shift(plan: Plan, steps: number): Plan {
  return { ...plan, start: snap(plan.start) + steps * STEP_MS }
}

export function end(plan: Plan): number {
  return plan.start + plan.minutes * 60_000
}

/** What a dispatcher should know before confirming; nothing of it forbids. */
export function warnings(plan: Plan, who: Schemas['Candidate'], day: Schemas['Candidates'], job: string, now: number): Warning[] {
  const found: Warning[] = []
  for (const other of who.day) {
    const otherPlan = { start: Date.parse(other.slot.start), minutes: other.slot.minutes }
    if (other.id !== job && otherPlan.start < end(plan) && end(otherPlan) > plan.start) found.push({ kind: 'overlap', job: other })
  }
  if (day.due_at && plan.start > Date.parse(day.due_at)) {
    found.push({ kind: 'late', minutes: Math.ceil((plan.start - Date.parse(day.due_at)) / 60_000) })
  }
  if (plan.start < snap(now)) found.push({ kind: 'past' })
  else if (!isWithin(plan, day.working)) found.push({ kind: 'out_of_hours' })
  if (!who.has_tablet) found.push({ kind: 'no_tablet' })
  else if (who.last_seen && now - Date.parse(who.last_seen) > NOT_SEEN_MS) found.push({ kind: 'not_seen', since: who.last_seen })
  return found
}

/** A tablet silent for so long may not learn of the visit in time. */
const NOT_SEEN_MS = 12 * 3_600_000

function isWithin(plan: Plan, spans: readonly Schemas['Span'][]): boolean {
  return spans.some((span) => Date.parse(span.from) <= plan.start && end(plan) <= Date.parse(span.until))
}

/** A typed time ("9", "930", "9:30", "۰۹:۳۰") on the day that begins at `dayStart`; `null` when it is none. */
export function typedTime(text: string, dayStart: number): number | null {
  const match = /^(\d{1,2})[:.\s]?(\d{2})?$/.exec(foldDigits(text).trim())
  if (!match) return null
  const hours = Number(match[1])
  const minutes = Number(match[2] ?? 0)
  if (hours > 23 || minutes > 59) return null
  return snap(dayStart + (hours * 60 + minutes) * 60_000)
}
