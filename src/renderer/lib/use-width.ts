import { type RefObject, useEffect, useState } from 'react'

/** Inner width of an element in pixels, followed as it changes; 0 before it is there. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const observer = new ResizeObserver(() => setWidth(target.clientWidth))
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return width
}

/** Height of an element in pixels, followed as it changes; 0 before it is there. */
export function useHeight(element: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0)
  // The element may come later than its view, which then draws itself anew.
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const observer = new ResizeObserver(() => setHeight(target.offsetHeight))
    observer.observe(target)
    return () => observer.disconnect()
  })
  return height
}
