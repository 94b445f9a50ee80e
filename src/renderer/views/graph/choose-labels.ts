import type { Point } from './compute-layout.ts'

/** A text to be written below a point of the layout, `drop` pixels from it. `width` in pixels. */
export type Label = { id: string; at: Point; width: number; drop: number }
/** What no text may lie on. `radius` in pixels. */
export type Sign = { at: Point; radius: number }

const height = 16

/** The texts that can be written at a scale without one lying over another or over a sign; those named first come first. */
export function chooseLabels(labels: readonly Label[], signs: readonly Sign[], scale: number): ReadonlySet<string> {
  const taken = new Map<string, Box[]>()
  const take = (box: Box) => {
    for (const cell of cellsOf(box)) taken.set(cell, [...(taken.get(cell) ?? []), box])
  }
  for (const { at, radius } of signs) {
    const [x, y] = [at.x * scale, at.y * scale]
    take({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius })
  }
  const chosen = new Set<string>()
  for (const { id, at, width, drop } of labels) {
    const [x, top] = [at.x * scale, at.y * scale + drop]
    const box = { left: x - width / 2 - 2, right: x + width / 2 + 2, top, bottom: top + height }
    if (cellsOf(box).some((cell) => taken.get(cell)?.some((other) => overlap(box, other)))) continue
    take(box)
    chosen.add(id)
  }
  return chosen
}

type Box = { left: number; right: number; top: number; bottom: number }

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}

/** Squares of a coarse grid that a box touches, so that it is compared with what is near only. */
function cellsOf({ left, right, top, bottom }: Box): readonly string[] {
  const cells: string[] = []
  for (let x = Math.floor(left / 64); x <= Math.floor(right / 64); x += 1) {
    for (let y = Math.floor(top / 64); y <= Math.floor(bottom / 64); y += 1) cells.push(`${x} ${y}`)
  }
  return cells
}
