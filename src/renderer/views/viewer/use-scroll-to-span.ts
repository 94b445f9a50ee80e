import { type RefObject, useEffect, useRef } from 'react'
import type { Span } from '../../../contract/common.ts'

type ScrollOptions = {
  /** Number of the block that begins the span; undefined until it is known. */
  block: number | undefined
  total: number
  span: Span | null
  scroller: RefObject<HTMLElement | null>
  virtual: { scrollToIndex(index: number, options: { align: 'center' | 'start' }): void }
}

/** Frames in which the text may still move, and those in which it is held once the passage is there. */
const patience = 60
const held = 6

/** Goes to the block first and, once it is measured, to the passage inside it; heights are not known before. */
export function useScrollToSpan({ block, total, span, scroller, virtual }: ScrollOptions): void {
  const key = span === null ? null : `${span.start}-${span.end}`
  const virtualNow = useRef(virtual)
  virtualNow.current = virtual
  const ready = total > 0 && block !== undefined
  useEffect(() => {
    if (!ready || key === null) return
    virtualNow.current.scrollToIndex(block, { align: 'center' })
    let frame = 0
    let left = patience
    const settle = () => {
      const mark = scroller.current?.querySelector('mark.found-current') ?? scroller.current?.querySelector('mark.glow')
      if (mark !== null && mark !== undefined) {
        centre(mark, scroller.current)
        left = Math.min(left, held)
      }
      left -= 1
      if (left > 0) frame = requestAnimationFrame(settle)
    }
    frame = requestAnimationFrame(settle)
    return () => cancelAnimationFrame(frame)
  }, [ready, block, key, scroller])
}

/** Moves the text up or down only: `scrollIntoView` would also push a wide block of code sideways. */
function centre(mark: Element, scroller: HTMLElement | null): void {
  if (scroller === null) return
  const place = mark.getBoundingClientRect()
  const view = scroller.getBoundingClientRect()
  // Of a passage that is taller than the window the beginning is shown.
  const gap = Math.max(0, (view.height - place.height) / 2)
  scroller.scrollTop += place.top - view.top - gap
}
