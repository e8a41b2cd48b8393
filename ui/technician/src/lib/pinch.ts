// Two fingers apart make the picture larger, one short tap is a place to focus on.

const TAP_MS = 300

interface Handlers {
  /** How much farther apart the fingers are than when they came down. */
  onpinch: (ratio: number, phase: 'start' | 'move') => void
  /** From 0 to 1 across and down. */
  ontap: (x: number, y: number) => void
}

/** A Svelte action. */
export function pinch(element: HTMLElement, handlers: Handlers): { destroy: () => void } {
  const fingers = new Map<number, PointerEvent>()
  let apart = 0
  let downAt = 0

  const distance = (): number => {
    const [a, b] = [...fingers.values()]
    return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0
  }
  const down = (event: PointerEvent): void => {
    fingers.set(event.pointerId, event)
    downAt = event.timeStamp
    if (fingers.size === 2) {
      apart = distance()
      handlers.onpinch(1, 'start')
    }
  }
  const move = (event: PointerEvent): void => {
    if (!fingers.has(event.pointerId)) return
    fingers.set(event.pointerId, event)
    if (fingers.size === 2 && apart > 0) handlers.onpinch(distance() / apart, 'move')
  }
  const up = (event: PointerEvent): void => {
    const wasAlone = fingers.size === 1
    fingers.delete(event.pointerId)
    if (event.type !== 'pointerup' || !wasAlone || event.timeStamp - downAt > TAP_MS) return
    const box = element.getBoundingClientRect()
    handlers.ontap((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  }

  const listeners = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', up],
  ] as const
  for (const [name, listener] of listeners) element.addEventListener(name, listener)
  return {
    destroy: () => {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener)
    },
  }
}
