// The words for the codes of a visit; a code without a word is a type error here.
import { m } from '@feltbok/shared/messages'
import type { Attribution, AttributionGroup, MissingItem, PhotoKind, TimeKind, UnsignedReason } from '../../lib/bindings.js'

type Words<Code extends string> = Record<Code, (inputs?: Record<string, never>, options?: { locale?: never }) => string>

export const attributionWords: Words<Attribution> = {
  equipment_fault: m.attribution_equipment_fault,
  wear: m.attribution_wear,
  manufacturing_defect: m.attribution_manufacturing_defect,
  consumable_original: m.attribution_consumable_original,
  network_down: m.attribution_network_down,
  no_signal: m.attribution_no_signal,
  connected_equipment: m.attribution_connected_equipment,
  telephony: m.attribution_telephony,
  third_party_software: m.attribution_third_party_software,
  third_party_consumable: m.attribution_third_party_consumable,
  driver_or_app_settings: m.attribution_driver_or_app_settings,
  tray_settings: m.attribution_tray_settings,
  network_settings_changed: m.attribution_network_settings_changed,
  unauthorised_repair: m.attribution_unauthorised_repair,
  accidental_damage: m.attribution_accidental_damage,
  force_majeure: m.attribution_force_majeure,
  no_fault_found: m.attribution_no_fault_found,
  planned_work: m.attribution_planned_work,
}

export const groupWords: Words<AttributionGroup> = {
  equipment: m.attribution_group_equipment,
  third_party: m.attribution_group_third_party,
  user_error: m.attribution_group_user_error,
  external: m.attribution_group_external,
  none: m.attribution_group_none,
}

export const timeWords: Words<TimeKind> = {
  travel: m.times_travel,
  work: m.times_work,
  waiting: m.times_waiting,
}

export const photoWords: Words<PhotoKind> = {
  before: m.photos_before,
  after: m.photos_after,
  detail: m.photos_detail,
  meter: m.photos_meter,
  absent: m.photos_absent,
}

export const unsignedWords: Words<UnsignedReason> = {
  refused: m.sign_unsigned_refused,
  absent: m.sign_unsigned_absent,
  not_authorised: m.sign_unsigned_not_authorised,
  remote_work: m.sign_unsigned_remote_work,
}

export const missingWords: Words<MissingItem> = {
  machine: m.missing_machine,
  attribution: m.missing_attribution,
  symptom: m.missing_symptom,
  cause: m.missing_cause,
  remedy: m.missing_remedy,
  actions: m.missing_actions,
  reading: m.missing_reading,
  checklist_item: m.missing_checklist_item,
  consent: m.missing_consent,
  outcome: m.missing_outcome,
  machine_state: m.missing_machine_state,
  workaround: m.missing_workaround,
  waiting_reason: m.missing_waiting_reason,
  ordered_parts: m.missing_ordered_parts,
}

/** What covers a line, or why it is billed; the core's code with a word of its own. */
export const coverWords: Record<string, () => string> = {
  agreement: m.cover_agreement,
  factory_warranty: m.cover_factory_warranty,
  part_warranty: m.cover_part_warranty,
  free_support: m.cover_free_support,
  prepaid: m.cover_prepaid,
  third_party: m.billed_third_party,
  user_error: m.billed_user_error,
  external: m.billed_external,
  not_included: m.billed_not_included,
  agreement_inactive: m.billed_agreement_inactive,
  no_agreement: m.billed_no_agreement,
  prepaid_exhausted: m.billed_prepaid_exhausted,
}
