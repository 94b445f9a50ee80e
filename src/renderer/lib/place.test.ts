import i18next from 'i18next'
import { expect, test } from 'vitest'
import en from '../../../resources/locales/en.json'
import { describePlace, describePlaceUnder } from './place.ts'

test('LIB-6.page LIB-6.slide LIB-6.sheet LIB-6.line: a place is told in the words of its format', async () => {
  // Would catch: "Page 3" for a slide, a sheet that loses its name, a line of code that is not told.
  const i18n = i18next.createInstance()
  await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } })
  const say = (place: Parameters<typeof describePlace>[1]) => describePlace(i18n.t, place).join(' › ')
  expect(say({ type: 'pdf', page: 3, headingPath: ['Report', 'Costs', 'Rent'] })).toBe('Page 3 › Costs › Rent')
  expect(say({ type: 'pptx', page: 3, headingPath: ['Welcome'] })).toBe('Slide 3 › Welcome')
  expect(say({ type: 'xlsx', page: 2, headingPath: ['Budget'] })).toBe('Sheet Budget')
  expect(say({ type: 'ods', page: 2, headingPath: [] })).toBe('Sheet 2')
  expect(say({ type: 'epub', page: 4, headingPath: [] })).toBe('Chapter 4')
  expect(say({ type: 'mbox', page: 9, headingPath: ['Re: rent'] })).toBe('Message 9 › Re: rent')
  expect(say({ type: 'code', page: null, line: 42, headingPath: ['class Library'] })).toBe('class Library › Line 42')
  expect(say({ type: 'text', page: null, line: null, headingPath: [] })).toBe('')
  // Would catch: "Lease Lease › Line 3".
  const under = (title: string) =>
    describePlaceUnder(i18n.t, { title, type: 'markdown', page: null, line: 3, headingPath: ['Lease', 'Rent'] })
  expect(under('Lease')).toEqual(['Rent', 'Line 3'])
  expect(under('lease.md')).toEqual(['Lease', 'Rent', 'Line 3'])
})
