// Short notes that something was done; they go by themselves and are read out by screen readers.

const SHOWN_MS = 6_000

interface Note {
  id: number
  text: string
}

let list = $state<Note[]>([])
let next = 1

export const notes = {
  get list(): readonly Note[] {
    return list
  },
}

export function tell(text: string): void {
  const note = { id: next++, text }
  list.push(note)
  setTimeout(() => (list = list.filter((known) => known.id !== note.id)), SHOWN_MS)
}
