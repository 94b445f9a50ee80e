import { expect, test } from 'vitest'
import { explode } from './explode.ts'
import { unshrink } from './unshrink.ts'

/** Numbers as bits, the lowest first, as [value, count]. */
function pack(...numbers: readonly [value: number, count: number][]): Uint8Array {
  const bits = numbers.flatMap(([value, count]) => Array.from({ length: count }, (_, index) => (value >> index) & 1))
  const bytes = new Uint8Array(Math.ceil(bits.length / 8))
  for (const [index, bit] of bits.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7))
  return bytes
}

const codes = (width: number, ...values: readonly number[]) => values.map((value): [number, number] => [value, width])
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

test('shrunk: codes of the table, one that is used as it is made, and codes after the table was cleared', () => {
  // a, ab = 257, bc = 258, 257 again makes ca = 259; 260 is made and used at once.
  const [a = 0, b = 0, c = 0] = letters('abc')
  expect(text(unshrink(pack(...codes(9, a, b, c, 257, 257)), 7))).toBe('abcabab')
  expect(text(unshrink(pack(...codes(9, a, 257, 258)), 6))).toBe('aaaaaa')
  // Cleared: 257 is free again, and becomes what the next two letters make.
  expect(text(unshrink(pack(...codes(9, a, b, 256, 2, c, 257)), 5))).toBe('abcbc')
  // Wider codes from a code of the table on.
  expect(text(unshrink(pack(...codes(9, a, b, 256, 1), ...codes(10, 257)), 4))).toBe('abab')
})

test('LIB-2.truncated: LIB-2.isolation: what makes no sense ends as an error and not in a loop', () => {
  const senseless = [
    () => unshrink(new Uint8Array(0), 10),
    () => unshrink(pack([400, 9]), 10),
    () => unshrink(pack(...Array.from({ length: 12 }, () => codes(9, 256, 1)).flat()), 10),
    () => explode(new Uint8Array(0), 10, 0),
    () =>
      explode(
        Uint8Array.from({ length: 300 }, () => 0xff),
        10,
        6,
      ),
    () =>
      explode(
        Uint8Array.from({ length: 300 }, (_, index) => index * 31),
        1_000,
        4,
      ),
  ]
  for (const work of senseless) expect(work).toThrow(RangeError)
})
