import { expect, test } from 'vitest'
import { findQuantities } from './quantities.ts'
import { isSameQuantity } from './same-quantity.ts'

const only = (text: string) => {
  const [quantity] = findQuantities(text)
  if (quantity === undefined) throw new Error(`no number in ${text}`)
  return quantity
}

test.each([
  ['1,200 people', 'twelve hundred people'],
  ['1.234.567', '1,234,567'],
  ['two hundred and five', '205'],
  ['twenty-one', '21'],
  ['a dozen', '12'],
  ['$1.5 million', '1,500,000 dollars'],
  ['$1.2bn', '1.2 billion USD'],
  ['5%', 'five per cent'],
  ['half', '50 percent'],
  ['three quarters', '75%'],
  ['twice', 'a factor of 2'],
  ['tripled', '3 times'],
  ['5 km', '5,000 m'],
  ['two weeks', '14 days'],
  ['18 months', '1.5 years'],
  ['about 1.2 million', '1,234,567'],
  ['3.14', '3.14159'],
  ['12 000', '12000'],
  ['2 x 10^6', '2,000,000'],
  ['−4', '-4'],
])('RET-4.check: “%s” is “%s”', (claim, source) => {
  expect(isSameQuantity(only(claim), only(source))).toBe(true)
})

test.each([
  ['1,200', '1,300'],
  ['5%', '6%'],
  ['5 km', '5 miles'],
  ['$5', '€5'],
  ['1.2 million', '1,234,567'],
  ['45.2', '45.3'],
  ['doubled', '(2)'],
  ['in March', 'in April'],
])('RET-4.check: “%s” is not “%s”', (claim, source) => {
  expect(isSameQuantity(only(claim), only(source))).toBe(false)
})

// Would catch a date that is read in one notation and not in another.
test('RET-4.check: a date has the same parts in every notation', () => {
  const written = ['2020-03-12', '12 March 2020', 'March 12, 2020', '12 Mar 2020', '12th of March, 2020', '12.3.2020']
  for (const text of written) {
    const parts = findQuantities(text)
    for (const [kind, value] of [
      ['number', 12],
      ['month', 3],
      ['number', 2020],
    ] as const) {
      expect(
        parts.some((part) => part.kind === kind && part.values.includes(value)),
        `${value} in ${text}`,
      ).toBe(true)
    }
  }
})
