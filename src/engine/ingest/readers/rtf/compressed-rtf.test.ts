import { expect, test } from 'vitest'
import { unpackRtf } from './compressed-rtf.ts'

const text = (hexadecimal: string) =>
  Buffer.from(unpackRtf(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'))).toString('latin1')

test('the examples of [MS-OXRTFCP] 3.1 and 3.2', () => {
  const simple =
    '2d 00 00 00 2b 00 00 00 4c 5a 46 75 f1 c5 c7 a7 03 00 0a 00 72 63 70 67 31 32 35 42 32 0a f3 20 68 65 6c 09 00 20 62 77 05 b0 6c 64 7d 0a 80 0f a0'
  const crossing = '1a 00 00 00 1c 00 00 00 4c 5a 46 75 e2 d4 4b 51 41 00 04 20 57 58 59 5a 0d 6e 7d 01 0e b0'
  expect(text(simple)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
  expect(text(crossing)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
})

test('what is not compressed is taken as it is, what is neither is refused', () => {
  expect(text('0f 00 00 00 03 00 00 00 4d 45 4c 41 00 00 00 00 61 62 63')).toBe('abc')
  for (const bytes of ['', '00', 'ff'.repeat(40)]) expect(() => text(bytes)).toThrow(RangeError)
})
