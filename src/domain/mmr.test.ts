import { expect, test } from 'vitest'
import { overlapOfSets, pickDiverse } from './mmr.ts'

// Would catch five copies of one boilerplate sentence as an answer.
test('RET-3.mmr: what repeats a better candidate comes after what is new', () => {
  const candidates = [
    { name: 'best', score: 1, about: new Set(['a', 'b']) },
    { name: 'copy', score: 0.9, about: new Set(['a', 'b']) },
    { name: 'new', score: 0.6, about: new Set(['c', 'd']) },
  ]
  const picked = pickDiverse(candidates, {
    count: 2,
    balance: 0.6,
    likeness: (a, b) => overlapOfSets(a.about, b.about),
  })
  expect(picked.map(({ name }) => name)).toEqual(['best', 'new'])
})
