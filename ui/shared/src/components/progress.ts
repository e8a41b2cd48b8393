// How long the rest of a long work takes, from what was done so far.

/** Seconds left, or `null` while too little is known: under two seconds or two percent. */
export function secondsLeft(done: number, total: number, elapsedSeconds: number): number | null {
  if (done <= 0 || total <= 0 || elapsedSeconds < 2 || done / total < 0.02) return null
  return Math.max(0, (elapsedSeconds / done) * (total - done))
}
