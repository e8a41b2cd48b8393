// Hand-held scanners type what they read as if on a keyboard, very fast, and end with Enter.
import { foldDigits } from '@feltbok/shared/format'

/** No person types this fast: more than this between two keys begins anew, in milliseconds. */
const KEY_GAP_MS = 50
/** Shorter texts are a person's keys. */
const LENGTH_MIN = 5

/** Tells a text from its keys: returns the scanned text when `Enter` ends a burst, else `null`. */
export class WedgeReader {
  #text = ''
  #last = Number.NEGATIVE_INFINITY

  /** `at`: the event's time in milliseconds. */
  key(key: string, at: number): string | null {
    if (at - this.#last > KEY_GAP_MS) this.#text = ''
    this.#last = at
    if (key === 'Enter') {
      const text = this.#text
      this.#text = ''
      return text.length >= LENGTH_MIN ? foldDigits(text) : null
    }
    if ([...key].length === 1) this.#text += key
    return null
  }
}

/** Listens for a scanner while no field has the focus; returns what ends it. */
export function listenForWedge(take: (text: string) => void): () => void {
  const reader = new WedgeReader()
  const onKey = (event: KeyboardEvent) => {
    const target = event.target
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return
    const text = reader.key(event.key, event.timeStamp)
    if (text === null) return
    event.preventDefault()
    take(text)
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
