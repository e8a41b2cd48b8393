// What went wrong, in words for people: what happened, what is safe, what to do.
import { formatSeconds } from '@feltbok/shared/format'
import { locale } from '@feltbok/shared/i18n'
import { m } from '@feltbok/shared/messages'
import { ApiError } from './client.js'

/** One sentence or two for an error's code; the server's own English only where no code is known. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return m.console_error_internal()
  switch (error.code) {
    case 'offline':
      return m.console_error_offline()
    case 'signed_out':
    case 'csrf':
      return m.console_error_not_signed_in()
    case 'sign_in_failed':
      return m.console_error_wrong_credentials()
    case 'rate_limited':
      return m.console_error_rate_limited({ wait: formatSeconds(Math.max(1, error.retryAfter), locale()) })
    case 'role':
      return m.console_error_not_allowed()
    case 'stale':
      return m.console_error_changed_meanwhile()
    case 'not_found':
      return m.console_error_not_found()
    case 'reason_missing':
      return m.console_error_reason_missing()
    case 'job_blocked':
      return m.console_error_job_blocked()
    case 'not_owner':
    case 'no_such_step':
      return m.console_error_state_not_ours()
    case 'unsynced_work':
      return m.console_error_unsynced_work()
    case 'bundle_code':
      return m.console_error_bundle_code()
    case 'bundle_closed':
      return m.console_error_bundle_closed()
    case 'bundle_unreadable':
      return m.console_error_bundle_unreadable()
    case 'bundle_foreign':
      return m.console_error_bundle_foreign()
    case 'bundle_gap':
      return m.console_error_bundle_gap()
    case 'lost_already':
      return m.console_error_lost_already()
    case 'not_lost':
      return m.console_error_not_lost()
    case 'tablet_heard':
      return m.console_error_tablet_heard()
    case 'nothing_sealed':
      return m.console_error_nothing_sealed()
    case 'brand_logo':
      return m.console_error_brand_logo()
    case 'brand_colour':
      return m.console_error_brand_colour()
    case 'brand_footer':
      return m.console_error_brand_footer()
    case 'brand_timestamp':
      return m.console_error_brand_timestamp()
    default:
      return error.message || m.console_error_internal()
  }
}
