import { expect, test } from 'vitest'
import { claimsNothing } from './claims-nothing.ts'

test('that sources do not tell something is nothing that they could support', () => {
  // Catches the honest answer, which a model is asked for, marked as not found in its sources.
  for (const sentence of [
    'The documents do not say how deep it is.',
    'The provided sources don’t mention a price.',
    'There is no information about this in the files.',
    'I could not find the depth in these passages.',
    'None of the sources specifies it.',
    'Die Quellen enthalten dazu keine Angaben.',
    'Les documents ne mentionnent pas le prix.',
    'Los documentos no indican el precio.',
    'I documenti non contengono questa informazione.',
    'لا تذكر المصادر عمق الحوض.',
    '文档中没有提到水深。',
    'В документах не указана глубина.',
    'Here are the depths:',
    'See:',
  ]) {
    expect(claimsNothing(sentence), sentence).toBe(true)
  }
})

test('what is said of the world is claimed, denied or not', () => {
  for (const sentence of [
    'The basin is not deep.',
    'Smoking is not allowed in the harbour.',
    'The source of the river is 14 km away.',
    'The documents must be signed by both parties.',
    'The following 3 quays are closed:',
    'El documento vence en mayo.',
    '',
  ]) {
    expect(claimsNothing(sentence), sentence).toBe(false)
  }
})
