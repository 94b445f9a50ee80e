import { type RefObject, useEffect } from 'react'

/** What a person moves the window with; from then on it is theirs. */
const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const

/**
 * Brings the last exchange to the top of its window, and keeps it there while what stands before it is measured and
 * what follows grows, until the person moves the window.
 *
 * @param occasion another conversation or one more exchange: begins anew
 */
export function useLastAtTop(scroller: RefObject<HTMLElement | null>, occasion: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the occasion is what moves the window
  useEffect(() => {
    const window = scroller.current
    const column = window?.firstElementChild
    if (window === null || column === null || column === undefined) return
    const show = () => column.querySelector(':scope > article:last-of-type')?.scrollIntoView({ block: 'start' })
    const observer = new ResizeObserver(show)
    const release = () => {
      observer.disconnect()
      for (const move of moves) document.removeEventListener(move, release, { capture: true })
    }
    show()
    observer.observe(column)
    for (const move of moves) document.addEventListener(move, release, { capture: true, passive: true })
    return release
  }, [scroller, occasion])
}
