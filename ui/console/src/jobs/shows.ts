// The job lists of the console: which jobs each shows, and its name.
import { m } from '@feltbok/shared/messages'
import type { Schemas } from '../lib/client.js'

export type Show = Schemas['Show']

export const showWords: Record<Show, () => string> = {
  unassigned: m.console_show_unassigned,
  planned: m.console_show_planned,
  field: m.console_show_field,
  attention: m.console_show_attention,
  finished: m.console_show_finished,
  all: m.console_show_all,
}

export const shows = Object.keys(showWords) as Show[]

/** The list of an address; the queue when the address names none. */
export function showOf(word: string | undefined): Show {
  return shows.find((show) => show === word) ?? 'unassigned'
}
