// What is new: the server says that something changed (server-sent events, no data), every list then asks again.
// A poll stands behind it, because a proxy may hold events back; polls are the truth, events only hurry them.

const POLL_MS = 45_000
const DEBOUNCE_MS = 250

const listeners = new Set<() => void>()
let source: EventSource | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let poll: ReturnType<typeof setInterval> | undefined
let connected = $state(true)

export const live = {
  /** False while the server cannot be heard; what is shown may be old. */
  get connected(): boolean {
    return connected
  },
}

/** Calls back when something may have changed; returns what ends it. */
export function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function startLive(): () => void {
  source = new EventSource('/api/console/live')
  source.addEventListener('changed', announce)
  source.addEventListener('open', () => {
    if (!connected) announce()
    connected = true
  })
  source.addEventListener('error', () => (connected = false))
  poll = setInterval(announce, POLL_MS)
  return stopLive
}

function stopLive(): void {
  source?.close()
  source = null
  clearInterval(poll)
  clearTimeout(timer)
}

/** Also called after an own change, so that the screen need not wait for its echo. */
export function announce(): void {
  clearTimeout(timer)
  timer = setTimeout(() => listeners.forEach((listener) => listener()), DEBOUNCE_MS)
}
