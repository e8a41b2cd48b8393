// What a person asks the server for with a button: whether it is on its way, and in words why it failed.
import { explain } from './problem.js'

export class Attempt {
  busy = $state(false)
  problem = $state<string | null>(null)

  /** Does it; true when it went well. A failure is kept in words until the next time. */
  async make(work: () => Promise<void>): Promise<boolean> {
    this.busy = true
    this.problem = null
    try {
      await work()
      return true
    } catch (error) {
      this.problem = explain(error)
      return false
    } finally {
      this.busy = false
    }
  }
}
