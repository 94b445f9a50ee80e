import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Layout, Point } from './compute-layout.ts'
import { bringIntoView, fitAll, moveBy, type Size, type Viewport, zoomBy } from './viewport.ts'

/** Pixels that a finger or a hand may tremble without it being a drag. */
const still = 4
const wheelFactor = 0.0016

/** Which part of a layout is seen: all of it, until the person zooms or moves it with wheel, pointer, fingers or keys. */
export function useViewport(element: RefObject<SVGSVGElement | null>, layout: Layout) {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const [own, setOwn] = useState<Viewport | null>(null)
  const fitted = useMemo(() => fitAll(layout, size), [layout, size])
  const viewport = own ?? fitted
  const current = useRef(viewport)
  current.current = viewport
  const change = useRef((next: (viewport: Viewport) => Viewport) => {
    current.current = next(current.current)
    setOwn(current.current)
  }).current

  useEffect(() => {
    const target = element.current
    if (target === null) return
    const observer = new ResizeObserver(() => setSize({ width: target.clientWidth, height: target.clientHeight }))
    observer.observe(target)
    // React listens to wheels passively, and the browser would zoom the page.
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      const step = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 20 : event.deltaY
      const speed = event.ctrlKey ? 6 : 1
      change((before) => zoomBy(before, Math.exp(-step * wheelFactor * speed), pointIn(target, event)))
    }
    target.addEventListener('wheel', turn, { passive: false })
    return () => {
      observer.disconnect()
      target.removeEventListener('wheel', turn)
    }
  }, [element, change])

  const pointers = useRef(new Map<number, Point>())
  const moved = useRef(0)
  const release = ({ pointerId }: PointerEvent) => void pointers.current.delete(pointerId)
  return {
    viewport,
    size,
    /** Whether what ends now was a drag, and no click. */
    wasDragged: () => moved.current > still,
    zoom: (factor: number) => change((before) => zoomBy(before, factor, { x: size.width / 2, y: size.height / 2 })),
    move: (by: Point) => change((before) => moveBy(before, by)),
    showAll: () => setOwn(null),
    follow: (point: Point) => {
      const next = bringIntoView(current.current, point, size)
      if (next.left !== current.current.left || next.top !== current.current.top) change(() => next)
    },
    pointerHandlers: {
      onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
        // One that was let go outside is not told.
        if (event.isPrimary) {
          pointers.current.clear()
          moved.current = 0
        }
        pointers.current.set(event.pointerId, pointIn(event.currentTarget, event))
      },
      onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
        const before = pointers.current.get(event.pointerId)
        if (before === undefined || event.buttons === 0) return
        const now = pointIn(event.currentTarget, event)
        moved.current = Math.max(moved.current, Math.hypot(now.x - before.x, now.y - before.y))
        if (moved.current <= still) return
        // From here on it is a drag, wherever the pointer goes.
        event.currentTarget.setPointerCapture(event.pointerId)
        const [other] = [...pointers.current].flatMap(([id, point]) => (id === event.pointerId ? [] : [point]))
        pointers.current.set(event.pointerId, now)
        change((viewport) =>
          other === undefined ? drag(viewport, before, now) : pinch(viewport, { before, now, other }),
        )
      },
      onPointerUp: release,
      onPointerCancel: release,
    },
  }
}

function drag(viewport: Viewport, before: Point, now: Point): Viewport {
  return moveBy(viewport, { x: now.x - before.x, y: now.y - before.y })
}

/** Two fingers: their distance zooms, their middle moves. */
function pinch(viewport: Viewport, { before, now, other }: { before: Point; now: Point; other: Point }): Viewport {
  const apart = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y))
  const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
  const moved = moveBy(viewport, { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 })
  return zoomBy(moved, apart(now) / apart(before), middle)
}

function pointIn(element: Element, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const { left, top } = element.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}
