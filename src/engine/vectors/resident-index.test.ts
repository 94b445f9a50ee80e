import fc from 'fast-check'
import { expect, it } from 'vitest'
import { vectorCluster } from '../../../test/support/vector-checks.ts'
import { ResidentIndex } from './resident-index.ts'

const change = fc.record({
  kind: fc.constantFrom('put' as const, 'put' as const, 'remove' as const, 'retire' as const),
  chunkIds: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 }),
  row: fc.integer({ min: 0, max: 2_000 }),
})

it.each(['exact', 'graph'] as const)(
  'whatever is put, replaced, removed and given up, an index (%s) finds what counts and nothing else',
  (kind) => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const index = new ResidentIndex({ dimensions: 24, kind, partVectors: 50 })
        const model = new Map<number, number>()
        for (const { kind: what, chunkIds, row } of changes) {
          if (what === 'put') {
            const rows = chunkIds.map((_, place) => row + place)
            index.put(chunkIds, new Float16Array(rows.flatMap((number) => [...vectorCluster.row(number)])))
            for (const [place, chunkId] of chunkIds.entries()) model.set(chunkId, row + place)
          } else if (what === 'remove') {
            index.remove(chunkIds)
            for (const chunkId of chunkIds) model.delete(chunkId)
          } else index.retire('stained')
        }
        expect(index.vectors).toBe(model.size)
        expect(new Set(index.listRetired(1_000)).size).toBe(index.retired)
        for (const [chunkId, row] of model) {
          const found = index.search(vectorCluster.row(row), 60, null) ?? []
          expect(found.map((neighbour) => neighbour.chunkId).sort()).toEqual([...model.keys()].sort())
          expect(found.find((neighbour) => neighbour.chunkId === chunkId)?.similarity).toBeCloseTo(1, 2)
        }
      }),
      { numRuns: 40 },
    )
  },
)
