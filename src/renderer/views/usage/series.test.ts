import fc from 'fast-check'
import { expect, test } from 'vitest'
import { othersId, toSeries } from './series.ts'

const step = fc.record({
  from: fc.nat(),
  to: fc.nat(),
  groups: fc.uniqueArray(
    fc.record({
      key: fc.option(fc.constantFrom(...'abcdefghijkl')),
      nanoDollars: fc.nat(1_000_000),
      tokens: fc.nat(1_000),
    }),
    { selector: ({ key }) => key },
  ),
})

test('USE-4.time USE-4.model: no cent is lost when small groups are drawn as one', () => {
  // Would catch: a group that is in no series, or in two; groups without a name taken for the others.
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const { series, rows } = toSeries(steps, 'money')
      const drawn = rows.flatMap(({ values }) => Object.values(values)).reduce((sum, value) => sum + value, 0)
      const spent = steps.flatMap(({ groups }) => groups).reduce((sum, { nanoDollars }) => sum + nanoDollars, 0)
      return drawn === spent && series.reduce((sum, { total }) => sum + total, 0) === spent && series.length <= 6
    }),
  )
})

test('the largest comes first, and the others last', () => {
  const groups = [...'abcdefgh'].map((key, place) => ({ key, nanoDollars: place + 1, tokens: 1 }))
  const { series } = toSeries([{ from: 0, to: 1, groups }], 'money')
  expect(series.map(({ key, id }) => key ?? id)).toEqual(['h', 'g', 'f', 'e', 'd', othersId])
})
