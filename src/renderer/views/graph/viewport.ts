import type { Layout, Point } from './compute-layout.ts'

/** A point of the layout is seen at `x · scale + left` and `y · scale + top`. */
export type Viewport = { scale: number; left: number; top: number }
export type Size = { width: number; height: number }

export const scales = { least: 0.1, most: 4 }
/** Around the outermost entities, in pixels: their names reach over them. */
const margin = { x: 70, y: 44 }
/** A handful of entities is not blown up. */
const mostToFit = 1.4

/** All of a layout, in the middle. */
export function fitAll(layout: Layout, { width, height }: Size): Viewport {
  const points = [...layout.values()]
  if (points.length === 0 || width === 0 || height === 0) return { scale: 1, left: width / 2, top: height / 2 }
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const room = { x: width - 2 * Math.min(margin.x, width / 9), y: height - 2 * Math.min(margin.y, height / 5) }
  const wanted = Math.min(room.x / Math.max(1, east - west), room.y / Math.max(1, south - north), mostToFit)
  const scale = clamp(wanted, scales.least, scales.most)
  return { scale, left: width / 2 - ((west + east) / 2) * scale, top: height / 2 - ((north + south) / 2) * scale }
}

/** Larger or smaller by a factor; what is seen at `at` stays there. */
export function zoomBy(viewport: Viewport, factor: number, at: Point): Viewport {
  const scale = clamp(viewport.scale * factor, scales.least, scales.most)
  const real = scale / viewport.scale
  return { scale, left: at.x - (at.x - viewport.left) * real, top: at.y - (at.y - viewport.top) * real }
}

export function moveBy(viewport: Viewport, { x, y }: Point): Viewport {
  return { ...viewport, left: viewport.left + x, top: viewport.top + y }
}

/** Moved just so far that a point of the layout is seen with some room around it. */
export function bringIntoView(viewport: Viewport, point: Point, { width, height }: Size): Viewport {
  const seen = { x: point.x * viewport.scale + viewport.left, y: point.y * viewport.scale + viewport.top }
  const room = { x: Math.min(margin.x, width / 3), y: Math.min(margin.y, height / 3) }
  return moveBy(viewport, {
    x: clamp(seen.x, room.x, width - room.x) - seen.x,
    y: clamp(seen.y, room.y, height - room.y) - seen.y,
  })
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
