// Fetches the pages of a document as pictures, one after the other, in the sharpness of this screen.

/** Pages are shown at most this wide in CSS pixels. */
const WIDTH_MAX = 900
/** More than two picture points a pixel are not seen. */
const DENSITY_MAX = 2

/**
 * Draws `count` pages for a place `place` CSS pixels wide; `take` gets each one's index and its object URL, which it
 * owns from then on. Ends without a word when `signal` is aborted.
 */
export async function drawPages(
  count: number,
  place: number,
  load: (page: number, width: number) => Promise<Uint8Array>,
  signal: AbortSignal,
  take: (index: number, picture: string) => void,
): Promise<void> {
  const width = Math.round(Math.min(WIDTH_MAX, place || WIDTH_MAX) * Math.min(DENSITY_MAX, window.devicePixelRatio || 1))
  for (let index = 0; index < count; index += 1) {
    const bytes = await load(index + 1, width)
    if (signal.aborted) return
    take(index, URL.createObjectURL(new Blob([bytes.slice()], { type: 'image/png' })))
  }
}
