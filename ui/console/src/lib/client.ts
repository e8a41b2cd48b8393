// The one door to the server: typed by its OpenAPI, with the session's CSRF token, errors as codes.
import createClient from 'openapi-fetch'
import type { components, paths } from './api.js'

export type Schemas = components['schemas']

/** What the server refused, or that it could not be reached (`offline`). Screens branch on `code`, never on text. */
export class ApiError extends Error {
  readonly code: string
  /** Seconds to wait, for `rate_limited`. */
  readonly retryAfter: number

  constructor(code: string, message: string, retryAfter = 0) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }
}

let csrf = ''
let onSignedOut: () => void = () => {}

/** Kept in memory only: a reload asks the server for it again. */
export function setCsrf(token: string): void {
  csrf = token
}

/** Called when the server no longer knows the session. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

/** The headers of a request that changes something, for the few calls that are no JSON. */
export function csrfHeader(): Record<string, string> {
  return { 'feltbok-csrf': csrf }
}

export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('feltbok-csrf', csrf)
    return request
  },
  onError() {
    return new ApiError('offline', 'The server cannot be reached.')
  },
})

interface Answer<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** The data of an answer; throws `ApiError` for everything else. */
export async function take<Data>(call: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call
  if (response.ok) return data as NonNullable<Data>
  throw toApiError(error, response)
}

/** An answer that says no, as an error; tells the shell when the session is over. */
export function toApiError(body: unknown, response: Response): ApiError {
  const { code = 'internal', message = '' } = (body ?? {}) as { code?: string; message?: string }
  if (code === 'signed_out' || code === 'csrf') onSignedOut()
  return new ApiError(code, message, Number(response.headers.get('retry-after') ?? 0))
}
