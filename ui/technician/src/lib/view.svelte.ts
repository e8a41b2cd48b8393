// A screen's data: loaded when the screen opens, again when the office changed something, replaced by what a use case returns.
import { onMount } from 'svelte'
import { on } from './api.js'
import { asFailure, type Failure } from './failure.js'

export class View<Data> {
  data = $state.raw<Data | null>(null)
  failure = $state.raw<Failure | null>(null)
  /** True while a use case runs that the person started. */
  busy = $state(false)
  readonly #load: () => Promise<Data>
  #turn = 0

  constructor(load: () => Promise<Data>) {
    this.#load = load
  }

  /** Fetches again; an answer that a newer one has overtaken is dropped. */
  async reload(): Promise<void> {
    const turn = ++this.#turn
    try {
      const data = await this.#load()
      if (turn === this.#turn) this.#take(data)
    } catch (thrown) {
      if (turn === this.#turn) this.failure = asFailure(thrown)
    }
  }

  /** Runs a use case whose answer is the fresh view; true when it went well, else `failure` says why. */
  async run(use: () => Promise<Data>): Promise<boolean> {
    this.busy = true
    const turn = ++this.#turn
    try {
      const data = await use()
      if (turn === this.#turn) this.#take(data)
      return true
    } catch (thrown) {
      this.failure = asFailure(thrown)
      return false
    } finally {
      this.busy = false
    }
  }

  /** Takes data that came by another way. */
  set(data: Data): void {
    this.#turn += 1
    this.#take(data)
  }

  #take(data: Data): void {
    this.data = data
    this.failure = null
  }
}

/** What a screen with running clocks passes as `everyMs`. */
export const EVERY_MINUTE_MS = 60_000

/** For a component's script: loads at once and follows `records_changed`, and the clock if asked, while the screen stands. */
export function useView<Data>(load: () => Promise<Data>, everyMs?: number): View<Data> {
  const view = new View(load)
  onMount(() => {
    void view.reload()
    const stop = on('records_changed', () => void view.reload())
    const timer = everyMs ? setInterval(() => void view.reload(), everyMs) : undefined
    return () => {
      clearInterval(timer)
      void stop.then((unlisten) => unlisten())
    }
  })
  return view
}
