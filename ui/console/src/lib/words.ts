// The domain's closed lists in the dispatcher's language. Each map is exhaustive: a new word fails the type check.
import { m } from '@feltbok/shared/messages'
import type { Tone } from '@feltbok/shared/components'
import type { Schemas } from './client.js'

type Say = () => string

export const statusWords: Record<Schemas['JobStatus'], Say> = {
  registered: m.word_status_registered,
  triaged: m.word_status_triaged,
  remote: m.word_status_remote,
  scheduled: m.word_status_scheduled,
  dispatched: m.console_status_dispatched,
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

export const statusTones: Record<Schemas['JobStatus'], Tone> = {
  registered: 'ink',
  triaged: 'ink',
  remote: 'fjord',
  scheduled: 'fjord',
  dispatched: 'fjord',
  accepted: 'fjord',
  travelling: 'fjord',
  on_site: 'fjord',
  waiting_parts: 'amber',
  waiting_customer: 'amber',
  no_access: 'amber',
  blocked: 'amber',
  declined: 'amber',
  cancelled: 'grey',
  completed: 'green',
  reviewed: 'green',
  closed: 'grey',
}

export const workTypeWords: Record<Schemas['WorkType'], Say> = {
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

export const priorityWords: Record<Schemas['Priority'], Say> = {
  critical: m.word_priority_critical,
  normal: m.word_priority_normal,
  low: m.word_priority_low,
}

export const faultWords: Record<Schemas['WhoseFault'], Say> = {
  equipment_fault: m.console_fault_equipment_fault,
  wear: m.console_fault_wear,
  manufacturing_defect: m.console_fault_manufacturing_defect,
  consumable_original: m.console_fault_consumable_original,
  network_down: m.console_fault_network_down,
  no_signal: m.console_fault_no_signal,
  connected_equipment: m.console_fault_connected_equipment,
  telephony: m.console_fault_telephony,
  third_party_software: m.console_fault_third_party_software,
  third_party_consumable: m.console_fault_third_party_consumable,
  driver_or_app_settings: m.console_fault_driver_or_app_settings,
  tray_settings: m.console_fault_tray_settings,
  network_settings_changed: m.console_fault_network_settings_changed,
  unauthorised_repair: m.console_fault_unauthorised_repair,
  accidental_damage: m.console_fault_accidental_damage,
  force_majeure: m.console_fault_force_majeure,
  no_fault_found: m.console_fault_no_fault_found,
  planned_work: m.console_fault_planned_work,
}

export const categoryWords: Record<Schemas['Category'], Say> = {
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

export const contactRoleWords: Record<Schemas['ContactRole'], Say> = {
  responsible: m.word_role_responsible,
  superuser: m.word_role_superuser,
  it: m.word_role_it,
  signatory: m.word_role_signatory,
}

export const machineStateWords: Record<Schemas['MachineState'], Say> = {
  working: m.word_state_working,
  limited: m.word_state_limited,
  down: m.word_state_down,
}

export const machineStateTones: Record<Schemas['MachineState'], Tone> = {
  working: 'green',
  limited: 'amber',
  down: 'red',
}

export const meterWords: Record<Schemas['MeterKind'], Say> = {
  mono: m.word_meter_mono,
  colour: m.word_meter_colour,
  total: m.word_meter_total,
  scans: m.word_meter_scans,
  a3: m.word_meter_a3,
}

export const timeWords: Record<Schemas['TimeKind'], Say> = {
  travel: m.console_time_travel,
  work: m.console_time_work,
  waiting: m.console_time_waiting,
}

export const photoWords: Record<Schemas['PhotoKind'], Say> = {
  before: m.console_photo_before,
  after: m.console_photo_after,
  detail: m.console_photo_detail,
  meter: m.console_photo_meter,
  absent: m.console_photo_absent,
}

export const outcomeWords: Record<Schemas['Outcome'], Say> = {
  fixed: m.word_outcome_fixed,
  waiting_parts: m.word_outcome_waiting_parts,
  waiting_customer: m.word_outcome_waiting_customer,
  follow_up: m.word_outcome_follow_up,
}

export const unsignedWords: Record<Schemas['UnsignedReason'], Say> = {
  refused: m.console_unsigned_refused,
  absent: m.console_unsigned_absent,
  not_authorised: m.console_unsigned_not_authorised,
  remote_work: m.console_unsigned_remote_work,
}

export const findingWords: Record<Schemas['Finding'], Say> = {
  genuine: m.console_finding_genuine,
  unsigned: m.console_finding_unsigned,
  other_key: m.console_finding_other_key,
  revoked: m.console_finding_revoked,
  altered: m.console_finding_altered,
}

export const standingWords: Record<Schemas['Standing'], Say> = {
  active: m.console_standing_active,
  unsigned: m.console_standing_unsigned,
  not_started: m.console_standing_not_started,
  ended: m.console_standing_ended,
  suspended: m.console_standing_suspended,
}

export const choiceWords: Record<Schemas['Choice'], Say> = {
  keep_field: m.console_choice_keep_field,
  keep_office: m.console_choice_keep_office,
  done: m.console_choice_done,
}

export const roleWords: Record<Schemas['RoleView'], Say> = {
  admin: m.console_role_admin,
  dispatcher: m.console_role_dispatcher,
  clerk: m.console_role_clerk,
  read_only: m.console_role_read_only,
}

export const coveredByWords: Record<Schemas['CoveredBy'], Say> = {
  part_warranty: m.console_covered_part_warranty,
  factory_warranty: m.console_covered_factory_warranty,
  agreement: m.console_covered_agreement,
  prepaid: m.console_covered_prepaid,
  free_support: m.console_covered_free_support,
}

export const billingWords: Record<Schemas['BillingReason'], Say> = {
  third_party: m.console_billed_third_party,
  user_error: m.console_billed_user_error,
  external: m.console_billed_external,
  not_included: m.console_billed_not_included,
  agreement_inactive: m.console_billed_agreement_inactive,
  no_agreement: m.console_billed_no_agreement,
  prepaid_exhausted: m.console_billed_prepaid_exhausted,
}

/** Codes that come as open strings: an unknown one is shown as it is, which is better than nothing. */
function coded(words: Record<string, Say>): (code: string) => string {
  return (code) => words[code]?.() ?? code.replaceAll('_', ' ')
}

export const blockWord = coded({
  overdue_payment: m.console_block_overdue_payment,
  agreement_unsigned: m.console_block_agreement_unsigned,
  agreement_not_started: m.console_block_agreement_not_started,
  agreement_ended: m.console_block_agreement_ended,
  agreement_suspended: m.console_block_agreement_suspended,
})

export const attentionWord = coded({
  count_request: m.console_attention_count_request,
  no_consent: m.console_attention_no_consent,
  master_data: m.console_attention_master_data,
  unsigned: m.console_attention_unsigned,
  reassigned_report: m.console_attention_reassigned_report,
  draft_equipment: m.console_attention_equipment_draft,
  serial_conflict: m.console_attention_serial_conflict,
  prepaid_short: m.console_attention_prepaid_short,
  doubtful_signature: m.console_attention_doubtful_signature,
  not_owner: m.console_attention_state_not_owned,
  same_field: m.console_attention_same_field,
})

export const fieldWord = coded({
  status: m.console_field_status,
  name: m.console_field_name,
  phone: m.console_field_phone,
  email: m.console_field_email,
  place: m.console_field_place,
})

/** Keys from the compiled lists to choose from, in the order of the domain. */
export const workTypes = Object.keys(workTypeWords) as Schemas['WorkType'][]
export const priorities = Object.keys(priorityWords) as Schemas['Priority'][]
