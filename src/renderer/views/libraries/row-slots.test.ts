import { expect, test } from 'vitest'
import { assignSlots, inRowOrder, type RowSlot } from './row-slots.ts'

const rowsFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)
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
    expect(inRowOrder(slots, rowsFrom(first, count)).map(({ row }) => row)).toEqual(rowsFrom(first, count))
    expect(new Set(slots.map(({ key }) => key)).size).toBe(slots.length)
    expect(new Set(slots.map(({ row }) => row)).size).toBe(slots.length)
  }
})

// Would catch: Enter opening another document than the one that the focus was put on before the table was scrolled.
test('the element with the focus is not handed to another row', () => {
  const before = start(0, 10)
  const after = assignSlots(before, { rows: rowsFrom(10, 10), total: 10_000, focused: 4 })
  expect(after.map(({ key }) => key)).not.toContain(keyOf(before, 4))
  expect(keyOf(assignSlots(before, { rows: rowsFrom(2, 10), total: 10_000, focused: 4 }), 4)).toBe(keyOf(before, 4))
})

// Would catch: a filter that leaves 3 documents with rows of the longer list below them.
test('rows past the end of a shorter list are let go', () => {
  const after = assignSlots(start(0, 10), { rows: [0, 1, 2], total: 3, focused: null })
  expect(after.map(({ row }) => row)).toEqual([0, 1, 2])
})
