// Keeps the palm out once a pen is seen. It listens in the capture phase, before signature_pad does: cancelling a stroke
// there would leave the palm as the pad's owner and block the pen's next stroke.

const KINDS = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'touchstart', 'touchmove'] as const

/** True for what must not reach the pad when a pen is at work. */
export function isPalm(event: { type: string; pointerType?: string }, penSeen: boolean): boolean {
  return penSeen && (event.type.startsWith('touch') || event.pointerType === 'touch')
}

/** Filters an element's pointers until the returned function is called. */
export function filterPalm(element: HTMLElement): () => void {
  let penSeen = false
  const watch = (event: Event) => {
    const pointerType = event instanceof PointerEvent ? event.pointerType : undefined
    penSeen ||= pointerType === 'pen'
    if (!isPalm({ type: event.type, pointerType }, penSeen)) return
    event.stopImmediatePropagation()
    event.preventDefault()
  }
  const capture = { capture: true, passive: false }
  // On the window, so that no listener of the pad, on the canvas or above it, is reached first.
  const inside = (event: Event) => {
    if (event.target instanceof Node && element.contains(event.target)) watch(event)
  }
  for (const kind of KINDS) window.addEventListener(kind, inside, capture)
  return () => {
    for (const kind of KINDS) window.removeEventListener(kind, inside, capture)
  }
}
