// Arrows drawn into a photo: red with a white rim, so that they are seen on every ground.

export interface Arrow {
  /** The point that it points at, in pixels of the photo. */
  to: [number, number]
  from: [number, number]
}

/** Draws an arrow in a size that fits a photo of this width. */
export function drawArrow(context: CanvasRenderingContext2D, { to, from }: Arrow, photoWidth: number): void {
  const thick = Math.max(4, photoWidth / 160)
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0])
  const wing = (turn: number): [number, number] => [
    to[0] - Math.cos(angle + turn) * thick * 5,
    to[1] - Math.sin(angle + turn) * thick * 5,
  ]
  const path = new Path2D()
  path.moveTo(...from)
  path.lineTo(...to)
  for (const turn of [0.5, -0.5]) {
    path.moveTo(...to)
    path.lineTo(...wing(turn))
  }
  context.lineCap = 'round'
  for (const [colour, width] of [['#FFFFFF', thick * 2], ['#8E1B13', thick]] as const) {
    context.strokeStyle = colour
    context.lineWidth = width
    context.stroke(path)
  }
}
