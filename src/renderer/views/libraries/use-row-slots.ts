import { type FocusEvent, useRef } from 'react'
import { assignSlots, inRowOrder, type RowSlot, type WantedRow } from './row-slots.ts'

type RowSlotsOptions = { rows: readonly WantedRow[]; total: number; scrolling: boolean }

export type RowSlots = {
  slots: readonly RowSlot[]
  /** For the element around the rows, so that the row with the focus is known. */
  onFocus(event: FocusEvent): void
  onBlur(): void
}

/**
 * Rows on elements that are used again. Their order in the page is put right once scrolling has stopped, because to move
 * an element costs as much as to make it.
 */
export function useRowSlots({ rows, total, scrolling }: RowSlotsOptions): RowSlots {
  const kept = useRef<readonly RowSlot[]>([])
  const focused = useRef<number | null>(null)
  const assigned = assignSlots(kept.current, { rows, total, focused: focused.current })
  kept.current = scrolling ? assigned : inRowOrder(assigned, rows)
  return {
    slots: kept.current,
    onFocus: ({ target }) => {
      const row = rowOf(target)
      focused.current = kept.current.find((slot) => slot.row === row)?.key ?? null
    },
    onBlur: () => {
      focused.current = null
    },
  }
}

/** The table counts its head as row 1. */
export function ariaRowIndex(row: number): number {
  return row + 2
}

/** The row that an element stands in now; null outside of the table. */
export function rowOf(element: Element): number | null {
  const ariaIndex = element.closest('tr')?.getAttribute('aria-rowindex')
  return ariaIndex === null || ariaIndex === undefined ? null : Number(ariaIndex) - 2
}
