/** A table row's element, the row that it shows now, and that row's document where it is known. */
export type RowSlot = { key: number; row: number; id: string | null }

/** A row to be shown; its document's id is null while that is on its way. */
export type WantedRow = { row: number; id: string | null }

type Wanted = {
  rows: readonly WantedRow[]
  total: number
  /** Key of the element that holds the focus. */
  focused: number | null
}

/**
 * Gives each wanted row an element, because making elements is most of the work of scrolling. A document keeps its element
 * when its row changes, as when others are added above it: then only the place is new. A row that was waiting for its
 * document keeps its element too. The others take one that has become free, but never the one that holds the focus: the focus
 * would be on another document. What nobody takes keeps its row, out of sight, until it is needed.
 */
export function assignSlots(before: readonly RowSlot[], { rows, total, focused }: Wanted): readonly RowSlot[] {
  const slotOf = new Map(before.flatMap((slot) => (slot.id === null ? [] : [[slot.id, slot]])))
  const waitingAt = new Map(before.flatMap((slot) => (slot.id === null ? [[slot.row, slot]] : [])))
  const taken = new Map<RowSlot, WantedRow>()
  const coming: WantedRow[] = []
  for (const wanted of rows) {
    const slot = (wanted.id === null ? undefined : slotOf.get(wanted.id)) ?? waitingAt.get(wanted.row)
    if (slot === undefined || taken.has(slot)) coming.push(wanted)
    else taken.set(slot, wanted)
  }
  const wantedRows = new Set(rows.map(({ row }) => row))
  const slots = before.flatMap((slot) => {
    const own = taken.get(slot)
    if (own !== undefined) return [{ key: slot.key, ...own }]
    if (slot.key === focused && slot.id !== null) return []
    const next = coming.shift()
    if (next !== undefined) return [{ key: slot.key, ...next }]
    return slot.row < total && !wantedRows.has(slot.row) ? [{ ...slot, id: null }] : []
  })
  const nextKey = Math.max(-1, ...before.map(({ key }) => key)) + 1
  return [...slots, ...coming.map((wanted, index) => ({ key: nextKey + index, ...wanted }))]
}

/** The elements of just these rows, in their order, which is the order of the Tab key and of screen readers. */
export function inRowOrder(slots: readonly RowSlot[], rows: readonly WantedRow[]): readonly RowSlot[] {
  const slotAt = new Map(slots.map((slot) => [slot.row, slot]))
  return rows.flatMap(({ row }) => slotAt.get(row) ?? [])
}
