import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cosineDistance, findBreakpoints, percentile } from './chunk-breakpoints.ts'
import { createLineFinder, lineInChunk } from './chunk-lines.ts'
import { poolTokenVectors } from './chunk-pooling.ts'
import { describeSymbols } from './chunk-symbols.ts'
import { findTurns } from './chunk-turns.ts'

describe('breakpoints', () => {
  test('LIB-5.semantic: cuts are made beyond the percentile of the distances, those between pages left aside', () => {
    const distances = [...Array(19).fill(0.1), 0.9, null, 0.2]
    expect(findBreakpoints(distances, 95)).toEqual([20])
    expect(findBreakpoints([null], 95)).toEqual([])
    expect(findBreakpoints([0.5, 0.5, 0.5], 95)).toEqual([])
  })

  test('a percentile lies between the two values around it', () => {
    expect(percentile([4, 1, 3, 2], 50)).toBe(2.5)
    expect(percentile([1, 2, 3, 4, 5], 100)).toBe(5)
    expect(percentile([], 95)).toBeNaN()
  })

  test('the distance is that of directions', () => {
    expect(cosineDistance([1, 0], [3, 0])).toBeCloseTo(0)
    expect(cosineDistance([1, 0], [0, 2])).toBeCloseTo(1)
    expect(cosineDistance([1, 0], [-1, 0])).toBeCloseTo(2)
    expect(cosineDistance([0, 0], [1, 0])).toBe(1)
  })
})

test('LIB-5.late: tokens count for every chunk that they share a character with, marks of the model for none', () => {
  const token = (start: number, end: number, vector: number[]) => ({ start, end, vector })
  const tokens = [token(0, 0, [9, 9]), token(0, 4, [3, 0]), token(4, 8, [0, 4]), token(8, 8, [9, 9])]
  const vectors = poolTokenVectors(tokens, [
    { start: 0, end: 4 },
    { start: 2, end: 6 },
    { start: 8, end: 9 },
  ])
  expect(vectors.map((vector) => [...vector].map((part) => Number(part.toFixed(2))))).toEqual([
    [1, 0],
    [0.6, 0.8],
    [0, 0],
  ])
})

test('LIB-5.heading-path: names that chunks share come first, those below in one', () => {
  expect(describeSymbols([['A', 'b'], ['A', 'c'], ['A']])).toEqual(['A', 'b, c'])
  expect(describeSymbols([['A', 'b']])).toEqual(['A', 'b'])
  expect(describeSymbols([['a'], ['b'], ['a']])).toEqual(['a, b'])
  expect(describeSymbols([])).toEqual([])
})

describe('lines', () => {
  const blocks = [
    { kind: 'code' as const, start: 0, end: 5, level: null, page: null, line: 3 },
    { kind: 'paragraph' as const, start: 7, end: 13, level: null, page: null, line: 9, lines: [10, 12, 12] },
  ]
  const text = 'a\nb\nc\n\nde fg h'

  test('LIB-6.line: they are counted by line ends, or as the block tells', () => {
    const lineAt = createLineFinder({ text }, blocks)
    expect([0, 2, 4, 7, 9, 10, 12].map(lineAt)).toEqual([3, 4, 5, 9, 9, 10, 12])
    expect(createLineFinder({ text }, [{ ...blocks[0], line: undefined } as never])(2)).toBeNull()
  })

  test('LIB-6.line: inside a chunk they are the same as in the document', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(12), (from, to) => {
        fc.pre(from <= to && text.charAt(from).trim() !== '' && text.charAt(to).trim() !== '')
        const at = (position: number) => createLineFinder({ text }, blocks)(position)
        const chunk = { line: at(from), start: from, text: text.slice(from) }
        const inside = blocks.filter(({ end }) => end > from)
        expect(lineInChunk(chunk, inside, to)).toBe(at(to))
      }),
    )
  })
})

test('LIB-5.turns: turns follow each other without a gap, and what stands before the first is kept', () => {
  const text = `A talk of two.\n\n${'Ada: One.\nBob Miller: Two.\n'.repeat(4)}`
  const turns = findTurns(text) ?? []
  expect(turns).toHaveLength(9)
  expect(turns.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
  expect(findTurns('Ada: One.\nBob: Two.\n')).toBeNull()
})
