// Words that office and tablet both use for the core's closed lists. Each application gives the maps the types of its own
// bindings, so a code without a word is a type error there.
import { m } from './messages.js'

type Word = () => string
/** A word for each code, in the reader's language when it is called. */
export type Words<Code extends string> = Record<Code, Word>

export const workTypeWords = {
  delivery: m.word_work_delivery,
  placement: m.word_work_placement,
  installation: m.word_work_installation,
  user_training: m.word_work_user_training,
  breakdown_repair: m.word_work_breakdown_repair,
  pm_visit: m.word_work_pm_visit,
  meter_reading: m.word_work_meter_reading,
  consumable_delivery: m.word_work_consumable_delivery,
  toner_stock_check: m.word_work_toner_stock_check,
  remote_assistance: m.word_work_remote_assistance,
  send_in_repair: m.word_work_send_in_repair,
  warranty_exchange: m.word_work_warranty_exchange,
  loaner_delivery: m.word_work_loaner_delivery,
  loaner_return: m.word_work_loaner_return,
  relocation: m.word_work_relocation,
  de_installation: m.word_work_de_installation,
  follow_up: m.word_work_follow_up,
  satisfaction_call: m.word_work_satisfaction_call,
}

/** All but `dispatched`: the office sent the job, the tablet received it. */
export const statusWords = {
  registered: m.word_status_registered,
  triaged: m.word_status_triaged,
  remote: m.word_status_remote,
  scheduled: m.word_status_scheduled,
  accepted: m.word_status_accepted,
  travelling: m.word_status_travelling,
  on_site: m.word_status_on_site,
  waiting_parts: m.word_status_waiting_parts,
  waiting_customer: m.word_status_waiting_customer,
  no_access: m.word_status_no_access,
  blocked: m.word_status_blocked,
  declined: m.word_status_declined,
  cancelled: m.word_status_cancelled,
  completed: m.word_status_completed,
  reviewed: m.word_status_reviewed,
  closed: m.word_status_closed,
}

export const priorityWords = {
  critical: m.word_priority_critical,
  normal: m.word_priority_normal,
  low: m.word_priority_low,
}

export const categoryWords = {
  printer: m.word_category_printer,
  copier: m.word_category_copier,
  fax: m.word_category_fax,
  scanner: m.word_category_scanner,
  mfp: m.word_category_mfp,
  shredder: m.word_category_shredder,
  projector: m.word_category_projector,
  binder: m.word_category_binder,
  furniture: m.word_category_furniture,
  other: m.word_category_other,
}

export const contactRoleWords = {
  responsible: m.word_role_responsible,
  superuser: m.word_role_superuser,
  it: m.word_role_it,
  signatory: m.word_role_signatory,
}

export const machineStateWords = {
  working: m.word_state_working,
  limited: m.word_state_limited,
  down: m.word_state_down,
}

export const meterWords = {
  mono: m.word_meter_mono,
  colour: m.word_meter_colour,
  total: m.word_meter_total,
  scans: m.word_meter_scans,
  a3: m.word_meter_a3,
}

export const outcomeWords = {
  fixed: m.word_outcome_fixed,
  waiting_parts: m.word_outcome_waiting_parts,
  waiting_customer: m.word_outcome_waiting_customer,
  follow_up: m.word_outcome_follow_up,
}
