import { type RefObject, useEffect } from 'react'
import { type ListMove, listMoveEvent } from '../app/shortcuts.ts'

/**
 * J and K (and the arrow keys, once inside) move the focus over the elements that carry `data-item` in a list; Enter
 * opens the focused one because it is a link or a button.
 */
export function useListKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const move = (step: 1 | -1) => {
      const items = [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].toSorted(byPlace)
      if (items.length === 0) return
      const at = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1
      const start = items.findIndex((item) => item.getAttribute('aria-current') === 'page')
      const next = at === -1 ? Math.max(0, start) : at + step
      const target = items[Math.min(items.length - 1, Math.max(0, next))]
      target?.focus()
      target?.scrollIntoView({ block: 'nearest' })
    }
    const onMove = (event: Event) => {
      if (!(event instanceof CustomEvent)) return
      const detail: ListMove = event.detail
      move(detail === 'previous' ? -1 : 1)
    }
    const onArrow = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      if (!(event.target instanceof HTMLElement) || !event.target.hasAttribute('data-item')) return
      if (list.current?.contains(event.target) !== true) return
      event.preventDefault()
      move(event.key === 'ArrowUp' ? -1 : 1)
    }
    window.addEventListener(listMoveEvent, onMove)
    window.addEventListener('keydown', onArrow)
    return () => {
      window.removeEventListener(listMoveEvent, onMove)
      window.removeEventListener('keydown', onArrow)
    }
  }, [list])
}

/** Virtual rows are not in document order after scrolling; what is seen above comes first. */
function byPlace(a: HTMLElement, b: HTMLElement): number {
  return a.getBoundingClientRect().top - b.getBoundingClientRect().top
}
