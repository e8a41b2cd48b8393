// The camera through the webview: 1280×720 gray frames for the reader in the core, torch and zoom where the device has them.

const WIDTH = 1280
const HEIGHT = 720

let aims = 0

/** The number of a new aiming: frames with the same number belong together, see `scan_frame`. */
export function nextAim(): number {
  aims += 1
  return aims
}

export type CameraTrouble = 'denied' | 'missing' | 'busy'

/** Why there is no picture; typed entry is there at once in every case. */
export class CameraError extends Error {
  readonly trouble: CameraTrouble

  constructor(trouble: CameraTrouble) {
    super(trouble)
    this.trouble = trouble
  }
}

/** What this camera can do beside showing a picture; the DOM types do not know these yet. */
interface Extras {
  torch?: boolean
  zoom?: ZoomRange
  focusMode?: string[]
  pointsOfInterest?: unknown
}

export interface ZoomRange {
  min: number
  max: number
  step: number
}

/** Without a lens that zooms the middle of the picture is cut out, which helps as far as the camera has pixels to spare. */
const CUT_OUT: ZoomRange = { min: 1, max: 4, step: 0.1 }

export class Camera {
  readonly #stream: MediaStream
  readonly #video: HTMLVideoElement
  readonly #canvas = new OffscreenCanvas(WIDTH, HEIGHT)
  readonly #gray = new Uint8Array(WIDTH * HEIGHT)
  #cutOut = 1

  private constructor(stream: MediaStream, video: HTMLVideoElement) {
    this.#stream = stream
    this.#video = video
  }

  /** Opens the camera at the back and plays it in `video`. Throws `CameraError`. */
  static async open(video: HTMLVideoElement): Promise<Camera> {
    if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('missing')
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, facingMode: { ideal: 'environment' } },
      })
      video.srcObject = stream
      await video.play()
      const camera = new Camera(stream, video)
      await camera.#keepSharp()
      return camera
    } catch (thrown) {
      throw new CameraError(troubleOf(thrown))
    }
  }

  get extras(): Extras {
    const track = this.#stream.getVideoTracks()[0]
    return (track?.getCapabilities?.() ?? {}) as Extras
  }

  async torch(on: boolean): Promise<void> {
    await this.#constrain({ torch: on })
  }

  get zoomRange(): ZoomRange {
    return this.extras.zoom ?? CUT_OUT
  }

  /** Zooms by the lens, or by cutting out the middle; returns how much larger the preview must be drawn. */
  async zoom(factor: number): Promise<number> {
    if (this.extras.zoom) {
      await this.#constrain({ zoom: factor })
      return 1
    }
    this.#cutOut = factor
    return factor
  }

  /** Focuses on a place in the picture (from 0 to 1 across and down), where the device can. */
  async focusAt(x: number, y: number): Promise<void> {
    const { pointsOfInterest, focusMode } = this.extras
    if (!pointsOfInterest) return
    const mode = focusMode?.includes('single-shot') ? { focusMode: 'single-shot' } : {}
    await this.#constrain({ pointsOfInterest: [{ x, y }], ...mode })
  }

  /** Tells once when the picture ends by itself: unplugged, or taken by another app. */
  onlost(tell: () => void): void {
    this.#stream.getVideoTracks()[0]?.addEventListener('ended', tell, { once: true })
  }

  /** The present picture in 8-bit gray, the middle of it where its shape is another; the array is used again by the next call. */
  frame(): { gray: Uint8Array; width: number; height: number } | null {
    const { videoWidth, videoHeight } = this.#video
    if (videoWidth === 0) return null
    const context = this.#canvas.getContext('2d', { willReadFrequently: true })
    if (!context) return null
    const scale = Math.max(WIDTH / videoWidth, HEIGHT / videoHeight) * this.#cutOut
    const [width, height] = [videoWidth * scale, videoHeight * scale]
    context.drawImage(this.#video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height)
    toGray(context.getImageData(0, 0, WIDTH, HEIGHT).data, this.#gray)
    return { gray: this.#gray, width: WIDTH, height: HEIGHT }
  }

  /** The present picture as JPEG in the camera's own size, for photos. */
  async photo(quality = 0.85): Promise<Uint8Array> {
    const canvas = new OffscreenCanvas(this.#video.videoWidth, this.#video.videoHeight)
    canvas.getContext('2d')?.drawImage(this.#video, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    return new Uint8Array(await blob.arrayBuffer())
  }

  close(): void {
    for (const track of this.#stream.getTracks()) track.stop()
    this.#video.srcObject = null
  }

  async #keepSharp(): Promise<void> {
    if (this.extras.focusMode?.includes('continuous')) await this.#constrain({ focusMode: 'continuous' })
  }

  /** A wish: a device that refuses goes on as it was. */
  async #constrain(extra: Record<string, unknown>): Promise<void> {
    const track = this.#stream.getVideoTracks()[0]
    await track?.applyConstraints({ advanced: [extra as MediaTrackConstraintSet] }).catch(() => undefined)
  }
}

function troubleOf(thrown: unknown): CameraTrouble {
  const name = thrown instanceof DOMException ? thrown.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing'
}

/** Luma by the integer weights of BT.601; `rgba` holds four bytes a pixel. */
export function toGray(rgba: Uint8ClampedArray, gray: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < gray.length; pixel += 1, at += 4) {
    gray[pixel] = (77 * rgba[at]! + 150 * rgba[at + 1]! + 29 * rgba[at + 2]!) >> 8
  }
}
