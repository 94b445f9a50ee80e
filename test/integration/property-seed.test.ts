import fc from 'fast-check'
import { expect, inject, test } from 'vitest'

test('property tests try the same examples in every run', () => {
  // Catches a suite that is green or red by chance.
  const seed = inject('propertySeed')
  expect({ seed: fc.readConfigureGlobal().seed, fixed: seed !== null }).toEqual({ seed, fixed: true })
  expect(fc.sample(fc.integer(), 3)).toEqual(fc.sample(fc.integer(), { numRuns: 3, seed: seed ?? 0 }))
})
