// What went wrong, as an exception: the core's code and details, with its English sentences as the last resort.
import type { ErrorCode, TabletError } from './bindings.js'

export class Failure extends Error {
  readonly code: ErrorCode
  readonly error: TabletError

  constructor(error: TabletError) {
    super(error.what_happened)
    this.name = 'Failure'
    this.code = error.code
    this.error = error
  }

  /** A parameter of the message, see `ErrorCode` in the core. */
  detail(name: string): string {
    return this.error.details[name] ?? ''
  }
}

/** Whatever was thrown, as a failure: the core's own, or `internal` for a fault of the window or the bridge. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown
  if (isTabletError(thrown)) return new Failure(thrown)
  const what_happened = thrown instanceof Error ? thrown.message : String(thrown)
  return new Failure({ code: 'internal', what_happened, what_is_safe: '', what_to_do: '', details: {} })
}

function isTabletError(value: unknown): value is TabletError {
  return typeof value === 'object' && value !== null && 'code' in value && 'what_happened' in value
}
