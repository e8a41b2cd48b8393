// Locks the app when nobody touched it for a while.

const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel'] as const

/** Calls `lock` after `seconds` without a touch or key; returns what ends the watch. */
export function lockWhenIdle(seconds: number, lock: () => void): () => void {
  let timer = setTimeout(lock, seconds * 1000)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(lock, seconds * 1000)
  }
  for (const name of SIGNS_OF_LIFE) window.addEventListener(name, alive, { passive: true, capture: true })
  return () => {
    clearTimeout(timer)
    for (const name of SIGNS_OF_LIFE) window.removeEventListener(name, alive, { capture: true })
  }
}
