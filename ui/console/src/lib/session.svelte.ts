// Who is signed in. The cookie is the browser's; this is what the screens know about it.
import { api, setCsrf, take, whenSignedOut, type Schemas } from './client.js'

type Session = Schemas['SessionView']

let current = $state<Session | null>(null)
let known = $state(false)
/** Server minus browser, in milliseconds: clocks on the screen follow the server. */
let offset = $state(0)

whenSignedOut(() => accept(null))

export const session = {
  get current(): Session | null {
    return current
  },
  /** False until the server has said whether somebody is signed in. */
  get known(): boolean {
    return known
  },
  get mayDispatch(): boolean {
    return current?.role === 'admin' || current?.role === 'dispatcher'
  },
}

/** The server's time now, in milliseconds. */
export function serverNow(): number {
  return Date.now() + offset
}

export async function resume(): Promise<void> {
  try {
    accept(await take(api.GET('/api/console/session')))
  } catch {
    accept(null)
  }
}

export async function signIn(email: string, password: string): Promise<void> {
  accept(await take(api.POST('/api/console/session', { body: { email, password } })))
}

export async function signOut(): Promise<void> {
  await take(api.DELETE('/api/console/session'))
  accept(null)
}

function accept(next: Session | null): void {
  current = next
  known = true
  setCsrf(next?.csrf ?? '')
  if (next) offset = Date.parse(next.server_time) - Date.now()
}
