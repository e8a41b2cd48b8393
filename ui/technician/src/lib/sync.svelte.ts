// The state of the one sync chip, kept fresh by the core.
import type { ComponentProps } from 'svelte'
import type { SyncChip } from '@feltbok/shared/components'
import { api, on } from './api.js'
import type { JobSync, SyncStatus } from './bindings.js'

export type ChipState = Pick<ComponentProps<typeof SyncChip>, 'state' | 'items' | 'bytes' | 'attention'>

class Sync {
  status = $state.raw<SyncStatus | null>(null)

  /** Follows the core; returns what ends the following. */
  follow(): () => void {
    const stop = on('sync_status_changed', (status) => (this.status = status))
    void api.syncStatus().then((status) => (this.status ??= status))
    return () => void stop.then((unlisten) => unlisten())
  }
}

export const sync = new Sync()

/** What the chip says: a person's turn first, then the network, then the work that waits. */
export function chipOf(status: SyncStatus): ChipState {
  const waiting = { items: status.waiting_items, bytes: status.waiting_bytes }
  if (status.link === 'stopped') return { state: 'attention', attention: Math.max(1, status.attention) }
  if (status.attention > 0) return { state: 'attention', attention: status.attention }
  if (status.link === 'syncing' && status.waiting_items > 0) return { state: 'sending', ...waiting }
  if (status.link === 'offline') return { state: 'offline', ...waiting }
  return status.waiting_items > 0 ? { state: 'waiting', ...waiting } : { state: 'received' }
}

/** The same for one job; `null` where nothing was recorded here. */
export function jobChipOf(job: JobSync): ChipState | null {
  switch (job.kind) {
    case 'untouched':
      return null
    case 'saved':
    case 'waiting':
      return { state: 'waiting', items: job.items, bytes: job.bytes }
    case 'sending':
      return { state: 'sending', items: job.items }
    case 'received':
      return { state: 'received' }
    case 'needs_attention':
      return { state: 'attention', attention: job.items }
  }
}
