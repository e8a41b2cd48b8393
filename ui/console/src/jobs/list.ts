// Filtering, sorting and exporting a job list; pure, no DOM.
import { foldDigits, formatDateTime } from '@feltbok/shared/format'
import { locale } from '@feltbok/shared/i18n'
import { m } from '@feltbok/shared/messages'
import type { Schemas } from '../lib/client.js'
import type { Column } from '../lib/csv.js'
import { priorities, priorityWords, statusWords, workTypeWords } from '../lib/words.js'
import type { Sort } from '../parts/SortHeader.svelte'

type Row = Schemas['JobRow']

/** Rows that hold every typed word somewhere; digits of any script match. */
export function narrow(rows: readonly Row[], typed: string, priority: Row['priority'] | 'any'): Row[] {
  const words = foldDigits(typed).toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(
    (row) => (priority === 'any' || row.priority === priority) && words.every((word) => haystack(row).includes(word)),
  )
}

function haystack(row: Row): string {
  const machine = row.machine ? [row.machine.si, row.machine.si.replace(/\D/g, ''), row.machine.name, row.machine.place] : []
  const words = [statusWords[row.status](), workTypeWords[row.work_type](), priorityWords[row.priority]()]
  return [row.number, row.customer.name, row.site, row.city, row.symptom, row.technician?.name ?? '', ...machine, ...words]
    .join(' ')
    .toLocaleLowerCase()
}

/** Rows in the wished order; equal ones by time left, so that the most pressing stands first. */
export function sorted(rows: readonly Row[], sort: Sort): Row[] {
  const compare = comparisons[sort.by] ?? byTimeLeft
  const turn = sort.down ? -1 : 1
  return [...rows].sort((a, b) => turn * compare(a, b) || byTimeLeft(a, b) || a.number.localeCompare(b.number))
}

/** Due soonest first; no target or a reached one last. */
function byTimeLeft(a: Row, b: Row): number {
  return dueRank(a) - dueRank(b)
}

function dueRank(row: Row): number {
  const isOpen = row.target.state === 'running' || row.target.state === 'paused' || row.target.state === 'overdue'
  return isOpen && row.target.due_at ? Date.parse(row.target.due_at) : Number.MAX_SAFE_INTEGER
}

const text = (pick: (row: Row) => string) => (a: Row, b: Row) => pick(a).localeCompare(pick(b), locale())

const comparisons: Record<string, (a: Row, b: Row) => number> = {
  target: byTimeLeft,
  number: text((row) => row.number),
  customer: text((row) => row.customer.name),
  machine: text((row) => row.machine?.name ?? ''),
  priority: (a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority),
  technician: text((row) => `${row.technician?.name ?? ''} ${row.slot?.start ?? ''}`),
}

/** The columns of the CSV file: everything a row knows, times in the site's zone. */
export function csvColumns(): Column<Row>[] {
  const at = (instant: string | null | undefined, row: Row) =>
    instant ? formatDateTime(instant, locale(), row.time_zone) : ''
  return [
    { title: m.console_job_number(), value: (row) => row.number },
    { title: m.console_status(), value: (row) => statusWords[row.status]() },
    { title: m.console_work_type(), value: (row) => workTypeWords[row.work_type]() },
    { title: m.console_priority(), value: (row) => priorityWords[row.priority]() },
    { title: m.console_customer(), value: (row) => row.customer.name },
    { title: m.console_site(), value: (row) => `${row.site}, ${row.city}` },
    { title: 'SI', value: (row) => row.machine?.si },
    { title: m.console_machine(), value: (row) => row.machine?.name },
    { title: m.console_symptom(), value: (row) => row.symptom },
    { title: m.console_registered_at(), value: (row) => at(row.registered_at, row) },
    { title: m.console_due_at(), value: (row) => at(row.target.due_at, row) },
    { title: m.console_minutes_left(), value: (row) => row.target.minutes_left },
    { title: m.console_technician(), value: (row) => row.technician?.name },
    { title: m.console_visit_at(), value: (row) => at(row.slot?.start, row) },
    { title: m.console_time_zone(), value: (row) => row.time_zone },
  ]
}
