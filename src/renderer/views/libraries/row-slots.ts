/** A table row's element and the row that it shows now. */
export type RowSlot = { key: number; row: number }

type Wanted = { rows: readonly number[]; total: number; focused: number | null }

/**
 * Gives each wanted row an element: those that stay keep theirs, those that come take one whose row has gone, because
 * making elements is most of the work of scrolling. The element that holds the focus is not handed on: the focus would be
 * on another document. What nobody takes keeps its row until it is needed.
 */
export function assignSlots(before: readonly RowSlot[], { rows, total, focused }: Wanted): readonly RowSlot[] {
  const wanted = new Set(rows)
  const shown = new Set(before.map(({ row }) => row))
  const coming = rows.filter((row) => !shown.has(row))
  const slots = before.flatMap((slot) => {
    if (wanted.has(slot.row)) return [slot]
    if (slot.row === focused) return []
    const row = coming.shift()
    if (row !== undefined) return [{ key: slot.key, row }]
    return slot.row < total ? [slot] : []
  })
  const nextKey = Math.max(-1, ...before.map(({ key }) => key)) + 1
  return [...slots, ...coming.map((row, index) => ({ key: nextKey + index, row }))]
}

/** The elements of just these rows, in their order, which is the order of the Tab key and of screen readers. */
export function inRowOrder(slots: readonly RowSlot[], rows: readonly number[]): readonly RowSlot[] {
  return rows.flatMap((row) => slots.find((slot) => slot.row === row) ?? [])
}
