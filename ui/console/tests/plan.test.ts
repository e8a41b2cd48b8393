import { describe, expect, it } from 'vitest'
import { end, shift, snap, typedTime, warnings, type Plan } from '../src/jobs/plan.js'

const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`)
const plan = (start: string, minutes: number): Plan => ({ start: at(start), minutes })

const day = {
  date: '2026-11-23',
  time_zone: 'UTC',
  day_start: '2026-11-23T00:00:00Z',
  day_end: '2026-11-24T00:00:00Z',
  working: [{ from: '2026-11-23T08:00:00Z', until: '2026-11-23T16:00:00Z' }],
  due_at: '2026-11-23T12:00:00Z',
  minutes: 60,
  technicians: [],
}
const kari = {
  id: 'kari',
  name: 'Kari',
  has_tablet: true,
  last_seen: '2026-11-23T07:55:00Z',
  free_from: null,
  same_site: false,
  day: [
    { id: 'j1', number: 'J-1', customer: 'Acme', city: 'Oslo', status: 'dispatched' as const, slot: { start: '2026-11-23T10:00:00Z', minutes: 60 } },
  ],
}
const kinds = (wanted: Plan, who: Partial<typeof kari> = {}) =>
  warnings(wanted, { ...kari, ...who }, day, 'new', at('08:00')).map((warning) => warning.kind)

describe('warnings before a visit is confirmed', () => {
  it('a visit in a free working hour before the target has none', () => {
    expect(kinds(plan('09:00', 60))).toEqual([])
  })
  it('a visit that only touches another one does not overlap it', () => {
    expect(kinds(plan('11:00', 60))).toEqual([])
    expect(kinds(plan('10:45', 60))).toEqual(['overlap'])
  })
  it('a job does not overlap its own old place', () => {
    expect(warnings(plan('10:00', 60), kari, day, 'j1', at('08:00'))).toEqual([])
  })
  it('a start after the target says how late it is', () => {
    expect(warnings(plan('13:15', 60), kari, day, 'new', at('08:00'))).toEqual([{ kind: 'late', minutes: 75 }])
  })
  it('a visit that outlasts the working hours, and one in the past, are told', () => {
    expect(kinds(plan('07:30', 30))).toEqual(['past'])
    expect(kinds(plan('15:30', 60))).toEqual(['late', 'out_of_hours'])
  })
  it('a technician without a tablet, or with a silent one, is told', () => {
    expect(kinds(plan('09:00', 60), { has_tablet: false })).toEqual(['no_tablet'])
    expect(kinds(plan('09:00', 60), { last_seen: '2026-11-22T12:00:00Z' })).toEqual(['not_seen'])
  })
})

describe('quarters of an hour', () => {
  it('snaps down, shifts by whole quarters and ends after its minutes', () => {
    expect(snap(at('09:14'))).toBe(at('09:00'))
    expect(shift(plan('09:00', 45), -1).start).toBe(at('08:45'))
    expect(end(plan('09:00', 45))).toBe(at('09:45'))
  })
  it('reads typed times in any digits and refuses what is none', () => {
    const start = at('00:00')
    expect(typedTime('9', start)).toBe(at('09:00'))
    expect(typedTime('۱۴:۳۵', start)).toBe(at('14:30'))
    expect(typedTime('930', start)).toBe(at('09:30'))
    expect(typedTime('25:00', start)).toBeNull()
    expect(typedTime('soon', start)).toBeNull()
  })
})
