import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeLibraries } from './merge-libraries.ts'

// Would catch the one document of a small library that answers exactly and yet comes last, because every word in it is common there.
test('RET-1.library: a library of one document is not buried by a large one', () => {
  const large = { hits: [{ id: 'weak', score: 4 }], chunks: 10_000, holders: [100, 50] }
  const single = { hits: [{ id: 'exact', score: 2.6e-6 }], chunks: 1, holders: [1, 1] }
  expect(mergeLibraries([large, single]).map(({ id }) => id)).toEqual(['exact', 'weak'])
})

test('RET-1.library: one library that answers keeps its scores', () => {
  const hits = [{ score: 3 }, { score: 1 }]
  expect(
    mergeLibraries([
      { hits, chunks: 5, holders: [2] },
      { hits: [], chunks: 900, holders: [0] },
    ]),
  ).toEqual(hits)
})

test('RET-1.library: the merged list is in order and keeps the order of each library', () => {
  const library = fc
    .record({
      scores: fc.array(fc.double({ min: 1e-6, max: 50, noNaN: true })),
      holder: fc.integer({ min: 1, max: 99 }),
    })
    .map(({ scores, holder }) => ({ scores: scores.sort((a, b) => b - a), holder }))
  fc.assert(
    fc.property(fc.array(library, { maxLength: 5 }), (libraries) => {
      const merged = mergeLibraries(
        libraries.map(({ scores, holder }, from) => ({
          hits: scores.map((score, place) => ({ score, from, place })),
          chunks: 100,
          holders: [holder],
        })),
      )
      expect(merged).toEqual(merged.toSorted((a, b) => b.score - a.score))
      for (const [from, { scores }] of libraries.entries()) {
        const places = merged.filter((hit) => hit.from === from).map(({ place }) => place)
        expect(places).toEqual([...scores.keys()])
      }
    }),
  )
})
