import { expect, test } from 'vitest'
import { readSources } from '../support/support-check.ts'
import { doubtForeignNumbers, isOtherLanguage } from './other-language.ts'

const english =
  'The harbour basin is 14 metres deep at low tide. Seven cranes stand on the quay. It cost 1.2 million euros.'

test('an answer in a language that no source is in is told from one whose words can be compared', () => {
  const table = '| 7 | 14 |\n| 3 | 9 |'
  expect(isOtherLanguage('يبلغ عمق حوض الميناء 14 مترًا [1].', [english])).toBe(true)
  expect(isOtherLanguage('港口水深14米[1]。', [english, table])).toBe(true)
  expect(isOtherLanguage('Das Hafenbecken ist bei Ebbe 14 Meter tief, und es gibt sieben Kräne.', [english])).toBe(true)
  expect(isOtherLanguage('The basin is 14 metres deep [1], and it has cranes.', [english])).toBe(false)
  expect(isOtherLanguage('港口水深14米[1]。', [english, '港口水深14米。'])).toBe(false)
  expect(isOtherLanguage('14 m [1]', [english])).toBe(false)
  expect(isOtherLanguage('港口水深14米[1]。', [table])).toBe(false)
})

test('of such an answer a number that no source has is in doubt, however it is written', () => {
  // Catches an answer in Arabic or Chinese that is all in doubt, and one whose wrong number is not.
  const sources = readSources([english])
  const doubted = (sentence: string) => doubtForeignNumbers(sentence, sources).map(({ text }) => text)
  expect(doubted('港口水深14米。北码头有7台起重机，耗资120万欧元。')).toEqual([])
  expect(doubted('يبلغ عمقه ١٤ مترًا')).toEqual([])
  expect(doubted('Es kostete 1.200.000 Euro, also 1,2 Millionen.')).toEqual([])
  expect(doubted('港口水深41米。')).toEqual(['41'])
  expect(doubted('عمقه ٤١ مترًا')).toEqual(['٤١'])
  expect(doubted('Es kostete 1.300.000 Euro.')).toEqual(['1.300.000'])
  expect(doubted('Ohne Zahl.')).toEqual([])
})
