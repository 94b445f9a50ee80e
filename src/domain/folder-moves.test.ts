import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupMoves, type Left, matchMoves } from './folder-moves.ts'

const left = (path: string, contentHash: string, isKnown = true): Left => ({ path, contentHash, isKnown })
const pairs = (moves: { from: { path: string }; to: { path: string } }[]) =>
  moves.map(({ from, to }) => `${from.path}→${to.path}`)

// Would catch tags that change owners when a folder with several copies of one file is renamed.
test('LIB-4.rename: of equal contents, those of the same path go together, then those of the same name', () => {
  const moves = matchMoves(
    [left('old/a.md', 'x'), left('old/b.md', 'x'), left('c.md', 'x', false), left('old/d.md', 'y')],
    [
      { path: 'new/b.md', contentHash: 'x' },
      { path: 'new/e.md', contentHash: 'x' },
      { path: 'c.md', contentHash: 'x' },
      { path: 'new/a.md', contentHash: 'x' },
      { path: 'new/z.md', contentHash: 'z' },
    ],
  )
  expect(pairs(moves).sort()).toEqual(['c.md→c.md', 'old/a.md→new/a.md', 'old/b.md→new/b.md'])
})

test('nothing goes twice, and everything of equal content finds a place while there is one', () => {
  const files = fc.array(
    fc.record({ path: fc.constantFrom('a', 'b', 'd/a', 'd/b', 'e/c'), contentHash: fc.constantFrom('x', 'y') }),
  )
  fc.assert(
    fc.property(files, files, (from, to) => {
      const leaving = from.map((file) => ({ ...file, isKnown: true }))
      const moves = matchMoves(leaving, to)
      expect(new Set(moves.map((move) => move.from)).size).toBe(moves.length)
      expect(new Set(moves.map((move) => move.to)).size).toBe(moves.length)
      for (const hash of ['x', 'y']) {
        const count = (list: readonly { contentHash: string }[]) =>
          list.filter(({ contentHash }) => contentHash === hash).length
        expect(moves.filter((move) => move.from.contentHash === hash)).toHaveLength(Math.min(count(leaving), count(to)))
      }
    }),
  )
})

// Would catch a swap that is split over two transactions, of which the first finds the other's place taken.
test('moves that take places which others leave stay in one group, for any permutation', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 5 }),
      fc.func(fc.nat(40)),
      (count, size, to) => {
        const targets = new Map<number, number>()
        for (let from = 0; from < count; from++)
          if (![...targets.values()].includes(to(from))) targets.set(from, to(from))
        const moves = [...targets].map(([from, target]) => ({ from: left(`${from}`, 'x'), to: { path: `${target}` } }))
        const placesOf = (move: (typeof moves)[number]) => ({ from: move.from.path, to: move.to.path })
        const groups = groupMoves(moves, { size, placesOf })
        expect(groups.flat().toSorted((a, b) => (a.from.path < b.from.path ? -1 : 1))).toEqual(
          moves.toSorted((a, b) => (a.from.path < b.from.path ? -1 : 1)),
        )
        for (const group of groups) {
          for (const { to: target } of group) {
            const leaver = moves.find(({ from }) => from.path === target.path)
            expect(leaver === undefined || group.includes(leaver)).toBe(true)
          }
        }
      },
    ),
  )
})
