import { expect, test } from 'vitest'
import { foldArabic, lightArabicStem } from './arabic.ts'

const stem = (word: string) => lightArabicStem(foldArabic(word))

test('light10: the article with its prepositions, `and` and the common endings are taken off', () => {
  expect(['المكتبة', 'والمكتبات', 'بالمكتبة', 'للمكتبة', 'مكتبتها', 'مكتبة'].map(stem)).toEqual([
    ...['مكتب', 'مكتب', 'مكتب', 'مكتب', 'مكتبت', 'مكتب'],
  ])
  expect(['المهندسون', 'المهندسين', 'مهندس'].map(stem)).toEqual(['مهندس', 'مهندس', 'مهندس'])
})

// Would catch a stem of nothing, under which every short word is found.
test('light10: short words keep two letters, and a word that begins with waw and is short keeps it', () => {
  expect(['ولد', 'هي', 'ال', 'يد', 'و'].map(stem)).toEqual(['ولد', 'هي', 'ال', 'يد', 'و'])
})

test('letters are folded to one way of writing them, and other text stays', () => {
  expect(foldArabic('أإآٱ ى ة کـتـاب مُحَمَّد ١٢٣ ۴۵')).toBe('اااا ي ه كتاب محمد 123 45')
  expect(foldArabic('Café ½ 中文')).toBe('Café ½ 中文')
})
