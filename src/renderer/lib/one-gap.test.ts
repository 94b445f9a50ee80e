import { expect, test } from 'vitest'
import { oneGap } from './one-gap.ts'

// Would catch: a name with signs of a replacement pattern in it that is not shown as it is.
test('a sentence is filled with any value, wherever its language has the gap', () => {
  const choose = oneGap((name) => `${name} auswählen`)
  expect(choose('a $& {{name}}.pdf')).toBe('a $& {{name}}.pdf auswählen')
  expect(oneGap((name) => `Choose ${name}`)('')).toBe('Choose ')
  expect(oneGap(() => 'no gap')('x')).toBe('no gap')
})
