// Ink between the pad's pixels and the store's normalised strokes; the store's points are the truth, the canvas a picture.

/** A stroke as stored: points in parts of the pad's width and height. */
export type Stroke = [number, number][]

/** What signature_pad draws: one group a stroke, in CSS pixels. */
export interface PointGroup {
  points: { x: number; y: number; pressure: number; time: number }[]
}

export interface Pad {
  width: number
  height: number
}

/** Every pad is three times as wide as high, however the tablet is held: ink keeps its proportions. */
export const PAD_ASPECT = 3

const clamp = (part: number) => Math.min(1, Math.max(0, part))
/** Four digits are a tenth of a pixel on the largest tablet, and keep a stroke small. */
const round = (part: number) => Math.round(clamp(part) * 10_000) / 10_000

/** A drawn stroke in parts of the pad. */
export function normalise(group: PointGroup, pad: Pad): Stroke {
  return group.points.map(({ x, y }) => [round(x / pad.width), round(y / pad.height)])
}

/** Time since the stroke's first point in milliseconds, and pressure, of each of its points. */
export function dynamicsOf(group: PointGroup): [number, number][] {
  const start = group.points[0]?.time ?? 0
  return group.points.map(({ time, pressure }) => [
    Math.max(0, Math.round(time - start)),
    Math.round(clamp(pressure) * 1_000) / 1_000,
  ])
}

/**
 * Stored strokes for a pad of any size: they keep their proportions and stand in the middle, whatever the tablet was
 * turned to meanwhile. `aspect` is width by height of the pad that they were drawn on.
 */
export function fit(strokes: Stroke[], aspect: number, pad: Pad): PointGroup[] {
  const scale = Math.min(pad.width / aspect, pad.height)
  const left = (pad.width - scale * aspect) / 2
  const top = (pad.height - scale) / 2
  return strokes.map((stroke) => ({
    points: stroke.map(([x, y], index) => ({
      x: left + x * aspect * scale,
      y: top + y * scale,
      pressure: 0.5,
      time: index * 16,
    })),
  }))
}

/** Less movement than this part of the pad is a dot or a slip, no signature; the core refuses it as well. */
const LENGTH_MIN = 0.08

/** True for a pad that holds nothing or one dot. */
export function isBlank(strokes: Stroke[]): boolean {
  let length = 0
  for (const stroke of strokes) {
    for (let at = 1; at < stroke.length; at += 1) {
      const [x0, y0] = stroke[at - 1]!
      const [x1, y1] = stroke[at]!
      length += Math.hypot(x1 - x0, y1 - y0)
    }
  }
  return length < LENGTH_MIN
}
