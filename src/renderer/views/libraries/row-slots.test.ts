import { expect, test } from 'vitest'
import { assignSlots, inRowOrder, type RowSlot } from './row-slots.ts'

const rowsFrom = (first: number, count: number, idOf: (row: number) => string | null = (row) => `d${row}`) =>
  Array.from({ length: count }, (_, index) => ({ row: first + index, id: idOf(first + index) }))
const start = (first: number, count: number) =>
  assignSlots([], { rows: rowsFrom(first, count), total: 10_000, focused: null })
const keyOf = (slots: readonly RowSlot[], row: number) => slots.find((slot) => slot.row === row)?.key

// Would catch: elements made anew for every row that comes into view, which is what made long libraries stutter.
test('LIB-10: rows that come take the elements of rows that went, and the others keep theirs', () => {
  const before = start(0, 20)
  const after = assignSlots(before, { rows: rowsFrom(3, 20), total: 10_000, focused: null })
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
  expect(after.slice(3)).toEqual(before.slice(3))
  expect(after.slice(0, 3).map(({ row }) => row)).toEqual([20, 21, 22])
})

// Would catch: a row that is shown twice or not at all after a jump.
test('every wanted row has one element after any jump, also where more are wanted than before', () => {
  let slots = start(0, 12)
  for (const [first, count] of [
    [500, 12],
    [495, 14],
    [9_990, 10],
    [0, 20],
  ] as const) {
    slots = assignSlots(slots, { rows: rowsFrom(first, count), total: 10_000, focused: null })
    const rows = rowsFrom(first, count)
    expect(inRowOrder(slots, rows).map(({ row, id }) => ({ row, id }))).toEqual(rows)
    expect(new Set(slots.map(({ key }) => key)).size).toBe(slots.length)
    expect(new Set(slots.map(({ row }) => row)).size).toBe(slots.length)
  }
})

// Would catch: Enter opening another document than the one that the focus was put on before the table was scrolled.
test('the element with the focus is not handed to another row', () => {
  const before = start(0, 10)
  const focused = keyOf(before, 4) ?? null
  const after = assignSlots(before, { rows: rowsFrom(10, 10), total: 10_000, focused })
  expect(after.map(({ key }) => key)).not.toContain(focused)
  expect(keyOf(assignSlots(before, { rows: rowsFrom(2, 10), total: 10_000, focused }), 4)).toBe(focused)
})

// Would catch: a filter that leaves 3 documents with rows of the longer list below them.
test('rows past the end of a shorter list are let go', () => {
  const after = assignSlots(start(0, 10), { rows: rowsFrom(0, 3), total: 3, focused: null })
  expect(after.map(({ row }) => row)).toEqual([0, 1, 2])
})

// Would catch: every row drawn anew, and the focus on another document, when one is added above while files are read.
test('UX-5.blocking: documents that move keep their elements, and so does the focus', () => {
  const before = start(0, 10)
  const focused = keyOf(before, 4) ?? null
  const moved = rowsFrom(0, 10, (row) => (row === 0 ? 'new' : `d${row - 1}`))
  const after = assignSlots(before, { rows: moved, total: 10_001, focused })
  expect(after.find(({ key }) => key === focused)).toEqual({ key: focused, row: 5, id: 'd4' })
  expect(new Set(after.map(({ key }) => key))).toEqual(new Set(before.map(({ key }) => key)))
  expect(inRowOrder(after, moved).map(({ id }) => id)).toEqual(moved.map(({ id }) => id))
})

// Would catch: an element made anew when its document arrives; a row of before that lies over one that is shown.
test('a row that waits for its document keeps its element, and none lies over another', () => {
  const waiting = assignSlots([], { rows: rowsFrom(0, 10, () => null), total: 10, focused: null })
  const arrived = assignSlots(waiting, { rows: rowsFrom(0, 10), total: 10, focused: null })
  expect(arrived.map(({ key, row }) => [key, row])).toEqual(waiting.map(({ key, row }) => [key, row]))
  const fewer = assignSlots(arrived, { rows: rowsFrom(0, 9, (row) => `d${row + 1}`), total: 20, focused: null })
  expect(new Set(fewer.map(({ row }) => row)).size).toBe(fewer.length)
})
