// Removals take effect at once and can be taken back for ten seconds.

/** How long the way back is offered, in milliseconds. */
export const UNDO_MS = 10_000

interface Offer {
  id: number
  text: string
  undo: () => Promise<unknown> | unknown
}

let offers = $state<Offer[]>([])
let next = 1

export const undoOffers = {
  get list(): readonly Offer[] {
    return offers
  },
}

/** Tells that something was removed and keeps the way back open. */
export function offerUndo(text: string, undo: Offer['undo']): void {
  const offer = { id: next++, text, undo }
  offers.push(offer)
  setTimeout(() => dismissUndo(offer.id), UNDO_MS)
}

export function dismissUndo(id: number): void {
  offers = offers.filter((offer) => offer.id !== id)
}
