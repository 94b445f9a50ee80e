import i18next from 'i18next'
import { expect, test } from 'vitest'
import en from '../../../resources/locales/en.json'
import { errorCodes, fileErrorCodes } from '../../contract/errors.ts'
import { WarningCode } from '../../contract/warnings.ts'

test('UX-3.english UX-4.error: every code of the contract has a sentence and a next step', () => {
  // Would catch: a new error code that a person meets as a bare word.
  const wanted = { errors: [...Object.keys(errorCodes), 'BAD_REQUEST', 'UNAUTHORIZED'], files: [...fileErrorCodes] }
  expect({ errors: Object.keys(en.error).toSorted(), files: Object.keys(en.fileError).toSorted() }).toEqual({
    errors: wanted.errors.toSorted(),
    files: wanted.files.toSorted(),
  })
  for (const text of [...Object.values(en.error), ...Object.values(en.fileError)]) {
    expect(text.happened).toMatch(/[.”]$/)
    expect(text.next).toMatch(/\.$/)
  }
})

test('UX-3.english LIB-7.warnings: every remark of a reader has a sentence', () => {
  // Would catch: a remark that a person meets as "The reader noticed OCR_UNSURE".
  const { places, ...sentences } = en.warning
  expect(Object.keys(sentences).toSorted()).toEqual(WarningCode.options.toSorted())
  for (const text of Object.values(sentences)) expect(text).toMatch(/\.$/)
  expect(Object.keys(places).length).toBeGreaterThan(0)
})

test('UX-3.plurals: counted texts have each form that their language needs', async () => {
  // Would catch: "1 documents".
  const i18n = i18next.createInstance()
  await i18n.init({ lng: 'en', resources: { en: { translation: en } }, interpolation: { escapeValue: false } })
  expect([0, 1, 2, 12_345].map((count) => i18n.t('count.documents', { count }))).toEqual([
    '0 documents',
    '1 document',
    '2 documents',
    '12,345 documents',
  ])
  const counted = keysOf(en).filter((key) => key.endsWith('_one'))
  expect(counted.length).toBeGreaterThan(5)
  expect(counted.filter((key) => !keysOf(en).includes(key.replace(/_one$/, '_other')))).toEqual([])
})

function keysOf(texts: object, prefix = ''): readonly string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  )
}
