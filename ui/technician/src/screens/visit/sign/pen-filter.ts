// Keeps the palm out once a pen is seen. It listens in the capture phase, before signature_pad does: cancelling a stroke
// there would leave the palm as the pad's owner and block the pen's next stroke.

const KINDS = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'touchstart', 'touchmove'] as const

/** True for what must not reach the pad when a pen is at work. */
export function isPalm(event: { type: string; pointerType?: string }, penSeen: boolean): boolean {
  return penSeen && (event.type.startsWith('touch') || event.pointerType === 'touch')
}

export interface PalmFilter {
  /** Lets fingers write again, until the next pen comes. */
  forgetPen(): void
  stop(): void
}

/**
 * Filters an element's pointers. The palm often lies on the glass before the pen comes: `drop` ends the touch of this
 * pointer, and what it has drawn, before the pen's first event is let through.
 */
export function filterPalm(element: HTMLElement, drop: (pointerId: number) => void): PalmFilter {
  let penSeen = false
  let touch: number | null = null

  const watch = (event: Event) => {
    const pointer = event instanceof PointerEvent ? event : null
    if (pointer?.pointerType === 'pen' && !penSeen) {
      if (touch !== null) drop(touch)
      touch = null
      penSeen = true
    }
    if (isPalm({ type: event.type, pointerType: pointer?.pointerType }, penSeen)) {
      event.stopImmediatePropagation()
      event.preventDefault()
    } else if (pointer?.pointerType === 'touch') {
      if (pointer.type === 'pointerdown') touch ??= pointer.pointerId
      else if (pointer.type !== 'pointermove' && touch === pointer.pointerId) touch = null
    }
  }
  // On the window, so that no listener of the pad, on the canvas or above it, is reached first.
  const inside = (event: Event) => {
    if (event.target instanceof Node && element.contains(event.target)) watch(event)
  }
  const capture = { capture: true, passive: false }
  for (const kind of KINDS) window.addEventListener(kind, inside, capture)
  return {
    forgetPen: () => (penSeen = false),
    stop: () => {
      for (const kind of KINDS) window.removeEventListener(kind, inside, capture)
    },
  }
}
