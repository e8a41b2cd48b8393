// The words for the core's codes; a code without a word is a type error here.
import { m } from '@feltbok/shared/messages'
import * as shared from '@feltbok/shared/words'
import type { Words } from '@feltbok/shared/words'
import type {
  Category, ContactRole, JobStatus, MachineState, MeterKind, Outcome, PauseReason, Priority, WorkType,
} from './bindings.js'

export const workTypeWords: Words<WorkType> = shared.workTypeWords

export const statusWords: Words<JobStatus> = { ...shared.statusWords, dispatched: m.word_status_dispatched }

export const priorityWords: Words<Priority> = shared.priorityWords

export const pauseWords: Words<PauseReason> = {
  waiting_customer: m.word_pause_waiting_customer,
  site_closed: m.word_pause_site_closed,
  air_raid_alarm: m.word_pause_air_raid_alarm,
  no_escort: m.word_pause_no_escort,
}

export const categoryWords: Words<Category> = shared.categoryWords

export const roleWords: Words<ContactRole> = shared.contactRoleWords

export const machineStateWords: Words<MachineState> = shared.machineStateWords

export const meterWords: Words<MeterKind> = shared.meterWords

export const outcomeWords: Words<Outcome> = shared.outcomeWords

/** Where a reading came from; an unknown source stands as it is. */
export function sourceWord(source: string): string {
  const words: Words<string> = {
    technician: m.word_source_technician,
    customer: m.word_source_customer,
    monitoring: m.word_source_monitoring,
  }
  return words[source]?.() ?? source
}
