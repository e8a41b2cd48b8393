// One thing that a screen loads and keeps fresh: loading, there, or failed; old data stays while new is fetched.
import { ApiError } from './client.js'
import { onChange } from './live.svelte.js'

export interface Resource<Data> {
  readonly data: Data | null
  readonly error: ApiError | null
  readonly loading: boolean
  reload(): Promise<void>
}

/**
 * Loads at once, again when anything that `load` reads changes, and when the server has news.
 * An answer that was overtaken by a newer question is dropped. Call while a component is set up.
 */
export function resource<Data>(load: () => Promise<Data>, isLive = true): Resource<Data> {
  let data = $state.raw<Data | null>(null)
  let error = $state.raw<ApiError | null>(null)
  let loading = $state(true)
  let question = 0

  async function settle(answer: Promise<Data>): Promise<void> {
    const mine = ++question
    loading = true
    try {
      const next = await answer
      if (mine !== question) return
      data = next
      error = null
    } catch (reason) {
      if (mine !== question) return
      error = reason instanceof ApiError ? reason : new ApiError('internal', String(reason))
    }
    loading = false
  }

  $effect(() => {
    void settle(load())
    return isLive ? onChange(() => void settle(load())) : undefined
  })

  return {
    get data() {
      return data
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
    reload: () => settle(load()),
  }
}
