// Saves what is typed without a Save button: at most 300 ms after the first key, and at once when the field,
// the page or the app goes away. Saves of one field never overtake each other.

/** The longest time that typed text is not yet in the store, in milliseconds. */
export const SAVE_DELAY_MS = 250

export interface AutosaveState {
  /** What the person sees: nothing yet, on its way, in the store, or refused. */
  status: 'idle' | 'pending' | 'saved' | 'failed'
  error: unknown
}

export class Autosave<Value> {
  #timer: ReturnType<typeof setTimeout> | undefined
  #waiting: { value: Value } | undefined
  #running: Promise<void> = Promise.resolve()
  readonly #save: (value: Value) => Promise<unknown> | unknown
  readonly #report: (state: AutosaveState) => void

  constructor(save: (value: Value) => Promise<unknown> | unknown, report: (state: AutosaveState) => void = () => {}) {
    this.#save = save
    this.#report = report
  }

  /** Takes a new value; the newest one wins. */
  set(value: Value): void {
    this.#waiting = { value }
    this.#report({ status: 'pending', error: null })
    this.#timer ??= setTimeout(() => void this.flush(), SAVE_DELAY_MS)
  }

  /** True while something typed is not yet in the store. */
  get dirty(): boolean {
    return this.#waiting !== undefined
  }

  /** Saves now; resolves when the store has everything. A refused value waits for the next try. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const waiting = this.#waiting
    if (!waiting) return this.#running
    this.#waiting = undefined
    this.#running = this.#running.then(() => this.#store(waiting.value))
    return this.#running
  }

  async #store(value: Value): Promise<void> {
    try {
      await this.#save(value)
      if (!this.#waiting) this.#report({ status: 'saved', error: null })
    } catch (error) {
      this.#waiting ??= { value }
      this.#report({ status: 'failed', error })
    }
  }
}

/** Calls `flush` when the page is hidden or left; returns what undoes the listening. */
export function flushWhenHidden(flush: () => void): () => void {
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') flush()
  }
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('pagehide', flush)
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('pagehide', flush)
  }
}
