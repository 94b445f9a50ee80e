import { type RefObject, useEffect } from 'react'

/** What a person moves the window with; from then on it is theirs. */
const moves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const

/** Pixels from the end that still count as the end. */
const nearEnd = 24

/**
 * Brings the last exchange to the top of its window, and keeps it there while what stands before it is measured and
 * what follows grows, until the person moves the window. From then on it stays where they put it, or goes on with the end
 * when that is where they are.
 *
 * @param occasion another conversation or one more exchange: begins anew
 */
export function useReadingPlace(scroller: RefObject<HTMLElement | null>, occasion: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the occasion is what moves the window
  useEffect(() => {
    const window = scroller.current
    const column = window?.firstElementChild
    if (window === null || column === null || column === undefined) return
    let isTheirs = false
    let isAtEnd = false
    const show = () => {
      if (!isTheirs) column.querySelector(':scope > article:last-of-type')?.scrollIntoView({ block: 'start' })
      else if (isAtEnd) window.scrollTop = window.scrollHeight
    }
    const scrolled = () => {
      isAtEnd = isTheirs && window.scrollHeight - window.scrollTop - window.clientHeight < nearEnd
    }
    const moved = () => {
      isTheirs = true
      stopListening()
    }
    const stopListening = () => {
      for (const move of moves) document.removeEventListener(move, moved, { capture: true })
    }
    const observer = new ResizeObserver(show)
    show()
    observer.observe(column)
    window.addEventListener('scroll', scrolled, { passive: true })
    for (const move of moves) document.addEventListener(move, moved, { capture: true, passive: true })
    return () => {
      observer.disconnect()
      window.removeEventListener('scroll', scrolled)
      stopListening()
    }
  }, [scroller, occasion])
}
