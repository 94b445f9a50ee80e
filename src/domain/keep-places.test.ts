import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepPlaces } from './keep-places.ts'

// Would catch an exact hit that vectors push down, and one that is lost or doubled on its way up.
test('RET-1.identifiers, RET-1.rare-words: what has a latest place has it or a better one, and nothing else changes', () => {
  const rankings = fc
    .uniqueArray(fc.nat(200), { minLength: 1, maxLength: 40 })
    .chain((ids) =>
      fc.record({ ids: fc.constant(ids), exact: fc.subarray(ids), spare: fc.array(fc.nat(3), { maxLength: 40 }) }),
    )
  fc.assert(
    fc.property(rankings, ({ ids, exact, spare }) => {
      const ranked = ids.map((id, place) => ({ id, score: ids.length - place }))
      // The places of a list of their own, each a little later at most.
      const latest = new Map(exact.map((id, place) => [id, place + 1 + (spare[place] ?? 0)]))
      const kept = keepPlaces(ranked, latest)
      const order = kept.map(({ id }) => id)
      expect(new Set(order)).toEqual(new Set(ids))
      expect(order).toHaveLength(ids.length)
      for (const [id, place] of latest) expect(order.indexOf(id) + 1).toBeLessThanOrEqual(place)
      const others = (list: readonly number[]) => list.filter((id) => !latest.has(id))
      expect(others(order)).toEqual(others(ids))
      const scores = kept.map(({ score }) => score)
      expect(scores).toEqual(scores.toSorted((a, b) => b - a))
    }),
  )
})
