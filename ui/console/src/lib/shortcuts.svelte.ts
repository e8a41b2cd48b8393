// Keyboard shortcuts: screens register what they offer, the shell listens once and can list them all.
import { preferences } from './preferences.svelte.js'

export interface Shortcut {
  /** As `KeyboardEvent.key`, lower case; with `mod+` for Ctrl or Command. */
  key: string
  /** As printed on the keys. */
  shown: string
  what: () => string
  run: (event: KeyboardEvent) => void
}

let registered = $state.raw<Shortcut[]>([])

export const shortcuts = {
  get all(): readonly Shortcut[] {
    return registered
  },
}

/** Offers shortcuts until the returned function is called; the newest offer of a key wins. */
export function offerShortcuts(offer: Shortcut[]): () => void {
  registered = [...registered, ...offer]
  return () => {
    registered = registered.filter((shortcut) => !offer.includes(shortcut))
  }
}

/** The shell's one listener. Single keys keep out of fields, menus and open dialogs. */
export function handleShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const hasModifier = event.ctrlKey || event.metaKey
  const key = `${hasModifier ? 'mod+' : ''}${event.key.toLowerCase()}`
  const shortcut = registered.findLast((candidate) => candidate.key === key)
  if (!shortcut || (!hasModifier && (!preferences.singleKeys || isBusyPlace(event.target)))) return
  event.preventDefault()
  shortcut.run(event)
}

function isBusyPlace(target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog][data-state=open]')) return true
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role=listbox]') !== null
}
