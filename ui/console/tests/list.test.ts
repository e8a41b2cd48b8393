import { expect, it } from 'vitest'
import { narrow, sorted } from '../src/jobs/list.js'
import type { Schemas } from '../src/lib/client.js'

function row(number: string, change: Partial<Schemas['JobRow']> = {}): Schemas['JobRow'] {
  return {
    id: number,
    rev: 1,
    number,
    work_type: 'breakdown_repair',
    priority: 'normal',
    status: 'registered',
    customer: { id: 'c', name: 'Bryggen Kontor' },
    site: 'Bryggen',
    city: 'Bergen',
    time_zone: 'Europe/Oslo',
    machine: { id: 'm', si: 'SI-123455', name: 'Kyocera M3145', place: '2nd floor' },
    symptom: 'Paper jams',
    registered_at: '2026-11-23T08:00:00Z',
    target: { state: 'running', ticking: true, due_at: '2026-11-24T08:00:00Z', minutes_left: 480, minutes_promised: 480 },
    technician: null,
    slot: null,
    blocked: null,
    remote_first: false,
    attention: 0,
    ...change,
  }
}
const due = (due_at: string | null, state: Schemas['ClockState'] = 'running') => ({
  target: { state, ticking: false, due_at, minutes_left: 1, minutes_promised: 1 },
})

it('the most pressing job stands first, jobs without a running clock last', () => {
  const rows = [row('C', due('2026-11-20T08:00:00Z', 'met')), row('B', due('2026-11-25T08:00:00Z')), row('A', due('2026-11-24T08:00:00Z', 'overdue')), row('D', due(null, 'none'))]
  expect(sorted(rows, { by: 'target', down: false }).map((one) => one.number)).toEqual(['A', 'B', 'C', 'D'])
})

it('jobs of one priority keep the order of their targets', () => {
  const rows = [row('low', { priority: 'low' }), row('late', due('2026-11-26T08:00:00Z')), row('soon', due('2026-11-24T08:00:00Z'))]
  expect(sorted(rows, { by: 'priority', down: false }).map((one) => one.number)).toEqual(['soon', 'late', 'low'])
})

it('every typed word must be found, in any digits', () => {
  const rows = [row('J-1'), row('J-2', { city: 'Oslo' })]
  expect(narrow(rows, '۱۲۳۴۵۵ berg', 'any').map((one) => one.number)).toEqual(['J-1'])
  expect(narrow(rows, 'paper', 'critical')).toEqual([])
})
