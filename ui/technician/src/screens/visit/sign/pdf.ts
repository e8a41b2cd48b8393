// pdf.js, fetched only where a document is read. The legacy build runs in every webview that we meet.

/** Pages are drawn at most this wide in CSS pixels; twice as sharp where the screen is. */
const WIDTH_MAX = 900

/** Draws every page as a canvas into `holder`, top to bottom; `ondrawn` hears of each one. */
export async function drawPages(
  bytes: Uint8Array,
  holder: HTMLElement,
  signal: AbortSignal,
  ondrawn: (number: number, canvas: HTMLCanvasElement) => void,
): Promise<void> {
  const [pdfjs, worker] = await Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs?url'),
  ])
  pdfjs.GlobalWorkerOptions.workerSrc = worker.default
  const task = pdfjs.getDocument({ data: bytes, isEvalSupported: false, useSystemFonts: false })
  signal.addEventListener('abort', () => void task.destroy())
  const document = await task.promise
  const width = Math.min(WIDTH_MAX, holder.clientWidth || WIDTH_MAX)
  holder.replaceChildren()
  for (let number = 1; number <= document.numPages && !signal.aborted; number += 1) {
    const page = await document.getPage(number)
    const density = Math.min(2, window.devicePixelRatio || 1)
    const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * density })
    const canvas = window.document.createElement('canvas')
    canvas.width = Math.ceil(viewport.width)
    canvas.height = Math.ceil(viewport.height)
    canvas.style.width = '100%'
    canvas.style.maxWidth = `${WIDTH_MAX}px`
    canvas.className = 'border border-line bg-white'
    holder.append(canvas)
    await page.render({ canvas, viewport }).promise
    ondrawn(number, canvas)
  }
}
