import { expect, test } from 'vitest'
import { redundantPart } from './redundancy.ts'

const words = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`).join(' ')

test('USE-5.redundant: text that was given before in the same request counts, whatever its case and marks', () => {
  // Catches a measure that counts turns of phrase, or the first time that a text is given.
  expect(redundantPart([words(100, 'a')])).toBe(0)
  expect(redundantPart([words(100, 'a'), words(100, 'b')])).toBe(0)
  expect(redundantPart([words(100, 'a'), words(100, 'A').replaceAll(' ', ', ')])).toBe(0.5)
  expect(redundantPart([words(60, 'a'), words(20, 'b'), words(20, 'a')])).toBe(0.2)
  expect(redundantPart(['as far as it is known', 'as far as it is known'])).toBe(0)
  expect(redundantPart([])).toBe(0)
})

test('scripts that do not part words are measured too', () => {
  const text = '这一章说明如何安装软件并且配置网络连接以及打印机'
  expect(redundantPart([text, text])).toBe(0.5)
})
