// Which step of a visit comes after which, and which is the next one that still needs a hand.
import type { VisitProgress } from '../../lib/bindings.js'

export type Step = 'scan' | 'diagnosis' | 'quote' | 'parts' | 'readings' | 'checklist' | 'photos' | 'times' | 'close-out'

/** The order of the work; photos and times can be opened at any moment and are never led to. */
const ORDER = ['scan', 'diagnosis', 'quote', 'parts', 'readings', 'checklist', 'close-out'] as const

const isDone: Record<(typeof ORDER)[number], (visit: VisitProgress) => boolean> = {
  scan: (visit) => visit.machine_confirmed,
  diagnosis: (visit) => visit.diagnosed,
  quote: (visit) => visit.consent === 'not_needed' || visit.consent === 'given',
  parts: (visit) => visit.parts > 0,
  readings: (visit) => visit.readings > 0,
  checklist: (visit) => visit.checklist_answered >= visit.checklist_items,
  'close-out': () => false,
}

/** The next undone step after `from`; what was passed over before it is left to close-out, which lists what is missing. */
export function nextStep(from: Step, visit: VisitProgress): Step {
  const at = ORDER.indexOf(from as (typeof ORDER)[number])
  return ORDER.slice(at + 1).find((step) => !isDone[step](visit)) ?? 'close-out'
}

/** The address of a step's screen. */
export function stepAddress(jobId: string, step: Step): string {
  return step === 'scan' ? `#/job/${jobId}/scan` : `#/job/${jobId}/visit/${step}`
}
