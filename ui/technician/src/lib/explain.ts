// Turns a failure into the three sentences a person needs: what happened, what is safe, what to do.
import { locale } from '@feltbok/shared/i18n'
import { formatDateTime, formatSeconds } from '@feltbok/shared/format'
import { m } from '@feltbok/shared/messages'
import type { ErrorCode } from './bindings.js'
import type { Failure } from './failure.js'

export interface Explanation {
  happened: string
  safe: string
  todo: string
}

type Explain = (failure: Failure) => Explanation

/** Most failures leave everything as it was. */
const work = m.failure_safe_work
const unsent = m.failure_safe_nothing_sent
const unchanged = m.failure_safe_nothing_changed

function plain(happened: () => string, safe: () => string, todo: () => string): Explain {
  return () => ({ happened: happened(), safe: safe(), todo: todo() })
}

function filled(happened: (failure: Failure) => string, safe: () => string, todo: () => string): Explain {
  return (failure) => ({ happened: happened(failure), safe: safe(), todo: todo() })
}

const explanations: Partial<Record<ErrorCode, Explain>> = {
  not_an_invite: plain(m.failure_not_an_invite, unsent, m.failure_todo_ask_invite),
  invite_changed: plain(m.failure_invite_changed, unsent, m.failure_todo_ask_invite),
  invite_expired: plain(m.failure_invite_expired, unsent, m.failure_todo_ask_invite),
  invite_used: plain(m.failure_invite_used, unchanged, m.failure_todo_ask_invite),
  invite_foreign: plain(m.failure_invite_foreign, unchanged, m.failure_todo_ask_invite),
  invite_other_technician: plain(m.failure_invite_other_technician, work, m.failure_todo_own_invite),
  invite_unsafe: filled((f) => m.failure_invite_unsafe({ url: f.detail('url') }), unsent, m.failure_todo_ask_invite),
  already_enrolled: plain(m.failure_already_enrolled, work, m.failure_todo_open_settings),

  wrong_pin: plain(m.failure_wrong_pin, work, m.failure_todo_again),
  pin_wait: filled((f) => m.failure_pin_wait({ time: until(f.detail('wait_until')) }), work, m.failure_todo_wait),
  pin_form: filled(
    (f) => m.failure_pin_form({ min: f.detail('min'), max: f.detail('max') }),
    unchanged,
    m.failure_todo_other_pin,
  ),
  locked: plain(m.failure_locked, work, m.failure_todo_pin),
  erasing: plain(m.failure_erasing, m.failure_safe_sealed, m.failure_todo_call_office),
  handed_over: plain(m.failure_handed_over, work, m.failure_todo_take_back),

  unreachable: filled((f) => m.failure_unreachable({ host: f.detail('host') }), work, m.failure_todo_network),
  timeout: filled((f) => m.failure_timeout({ host: f.detail('host') }), work, m.failure_todo_network),
  wrong_server: filled((f) => m.failure_wrong_server({ host: f.detail('host') }), unsent, m.failure_todo_other_network),
  revoked: plain(m.failure_revoked, work, m.failure_todo_call_office),
  server_refused: plain(m.failure_server_refused, work, m.failure_todo_call_office),
  update_needed: plain(m.failure_update_needed, work, m.failure_todo_update),

  not_a_sticker: plain(m.failure_not_a_sticker, unchanged, m.failure_todo_type_number),
  wrong_digit: plain(m.failure_wrong_digit, unchanged, m.failure_todo_type_number),

  not_found: plain(m.failure_not_found, work, m.failure_todo_back),
  wrong_state: plain(m.failure_wrong_state, work, m.failure_todo_look_again),
  job_blocked: filled((f) => m.failure_job_blocked({ reason: f.detail('reason') }), work, m.failure_todo_call_office),
  reason_missing: plain(m.failure_reason_missing, unchanged, m.failure_todo_reason),
  sealed: filled((f) => m.failure_sealed({ number: f.detail('number') }), work, m.failure_todo_addendum),
  unknown_meter: plain(m.failure_unknown_meter, unchanged, m.failure_todo_look_again),
  reading_lower: plain(m.failure_reading_lower, unchanged, m.failure_todo_reading),
  time_order: plain(m.failure_time_order, unchanged, m.failure_todo_time),
  unknown_part: filled((f) => m.failure_unknown_part({ text: f.detail('text') }), unchanged, m.failure_todo_search_part),
  serial_used: filled((f) => m.failure_serial_used({ serial: f.detail('serial') }), unchanged, m.failure_todo_serial),
  serial_missing: plain(m.failure_serial_missing, unchanged, m.failure_todo_serial),
  quantity_zero: plain(m.failure_quantity_zero, unchanged, m.failure_todo_quantity),
  quote_changed: plain(m.failure_quote_changed, unchanged, m.failure_todo_quote),

  not_an_image: plain(m.failure_not_an_image, work, m.failure_todo_other_photo),
  image_too_large: filled(
    (f) => m.failure_image_too_large({ megapixels: f.detail('megapixels'), max: f.detail('max') }),
    work,
    m.failure_todo_other_photo,
  ),
  image_truncated: plain(m.failure_image_truncated, work, m.failure_todo_other_photo),
  file_too_large: filled(
    (f) => m.failure_file_too_large({ megabytes: f.detail('megabytes'), max: f.detail('max') }),
    work,
    m.failure_todo_other_photo,
  ),

  signature_blank: plain(m.failure_signature_blank, work, m.failure_todo_sign),
  signer_missing: plain(m.failure_signer_missing, work, m.failure_todo_signer),
  content_changed: plain(m.failure_content_changed, work, m.failure_todo_read_again),
  still_missing: plain(m.failure_still_missing, work, m.failure_todo_close_out),
  not_prepared: plain(m.failure_not_prepared, work, m.failure_todo_close_out),
  document_failed: plain(m.failure_document_failed, work, m.failure_todo_diagnostics),

  disk_full: plain(m.failure_disk_full, m.failure_safe_before, m.failure_todo_free_space),
  database_newer: plain(m.failure_database_newer, work, m.failure_todo_update),
  database_damaged: plain(m.failure_database_damaged, m.failure_safe_aside, m.failure_todo_refill),
  file_missing: plain(m.failure_file_missing, work, m.failure_todo_diagnostics),
  key_store: plain(m.failure_key_store, work, m.failure_todo_restart),
  unsent_work: plain(m.failure_unsent_work, work, m.failure_todo_send_first),
  invalid_input: plain(m.failure_invalid_input, unchanged, m.failure_todo_look_again),
  not_enrolled: plain(m.failure_not_enrolled, unchanged, m.failure_todo_ask_invite),
}

/** The sentences in the technician's language; for an unknown code the core's own English ones. */
export function explain(failure: Failure): Explanation {
  const known = explanations[failure.code]
  if (known) return known(failure)
  const { what_happened, what_is_safe, what_to_do } = failure.error
  return {
    happened: what_happened || m.failure_internal(),
    safe: what_is_safe || work(),
    todo: what_to_do || m.failure_todo_restart(),
  }
}

/** How long until an instant, or the instant itself once it lies behind us. */
function until(instant: string): string {
  const seconds = (Date.parse(instant) - Date.now()) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? formatSeconds(seconds, locale()) : formatDateTime(instant, locale())
}
