// The domain's closed lists in the dispatcher's language. Each map is exhaustive: a new word fails the type check.
import { m } from '@feltbok/shared/messages'
import type { Tone } from '@feltbok/shared/components'
import * as shared from '@feltbok/shared/words'
import type { Words } from '@feltbok/shared/words'
import type { Schemas } from './client.js'

export const statusWords: Words<Schemas['JobStatus']> = { ...shared.statusWords, dispatched: m.console_status_dispatched }

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

export const workTypeWords: Words<Schemas['WorkType']> = shared.workTypeWords

export const priorityWords: Words<Schemas['Priority']> = shared.priorityWords

export const faultWords: Words<Schemas['WhoseFault']> = {
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

export const categoryWords: Words<Schemas['Category']> = shared.categoryWords

export const contactRoleWords: Words<Schemas['ContactRole']> = shared.contactRoleWords

export const machineStateWords: Words<Schemas['MachineState']> = shared.machineStateWords

export const machineStateTones: Record<Schemas['MachineState'], Tone> = {
  working: 'green',
  limited: 'amber',
  down: 'red',
}

export const meterWords: Words<Schemas['MeterKind']> = shared.meterWords

export const timeWords: Words<Schemas['TimeKind']> = {
  travel: m.console_time_travel,
  work: m.console_time_work,
  waiting: m.console_time_waiting,
}

export const photoWords: Words<Schemas['PhotoKind']> = {
  before: m.console_photo_before,
  after: m.console_photo_after,
  detail: m.console_photo_detail,
  meter: m.console_photo_meter,
  absent: m.console_photo_absent,
}

export const outcomeWords: Words<Schemas['Outcome']> = shared.outcomeWords

export const unsignedWords: Words<Schemas['UnsignedReason']> = {
  refused: m.console_unsigned_refused,
  absent: m.console_unsigned_absent,
  not_authorised: m.console_unsigned_not_authorised,
  remote_work: m.console_unsigned_remote_work,
}

export const findingWords: Words<Schemas['Finding']> = {
  genuine: m.console_finding_genuine,
  unsigned: m.console_finding_unsigned,
  other_key: m.console_finding_other_key,
  revoked: m.console_finding_revoked,
  altered: m.console_finding_altered,
}

export const standingWords: Words<Schemas['Standing']> = {
  active: m.console_standing_active,
  unsigned: m.console_standing_unsigned,
  not_started: m.console_standing_not_started,
  ended: m.console_standing_ended,
  suspended: m.console_standing_suspended,
}

export const choiceWords: Words<Schemas['Choice']> = {
  keep_field: m.console_choice_keep_field,
  keep_office: m.console_choice_keep_office,
  done: m.console_choice_done,
}

export const roleWords: Words<Schemas['RoleView']> = {
  admin: m.console_role_admin,
  dispatcher: m.console_role_dispatcher,
  clerk: m.console_role_clerk,
  read_only: m.console_role_read_only,
}

export const coveredByWords: Words<Schemas['CoveredBy']> = {
  part_warranty: m.console_covered_part_warranty,
  factory_warranty: m.console_covered_factory_warranty,
  agreement: m.console_covered_agreement,
  prepaid: m.console_covered_prepaid,
  free_support: m.console_covered_free_support,
}

export const billingWords: Words<Schemas['BillingReason']> = {
  third_party: m.console_billed_third_party,
  user_error: m.console_billed_user_error,
  external: m.console_billed_external,
  not_included: m.console_billed_not_included,
  agreement_inactive: m.console_billed_agreement_inactive,
  no_agreement: m.console_billed_no_agreement,
  prepaid_exhausted: m.console_billed_prepaid_exhausted,
}

/** Codes that come as open strings: an unknown one is shown as it is, which is better than nothing. */
function coded(words: Words<string>): (code: string) => string {
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
