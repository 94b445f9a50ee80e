import { expect, test } from 'vitest'
import { RetrievalOverrides, RetrievalSettings } from '../../../contract/retrieval-settings.ts'
import { evaluationFields, parseSettingsDraft } from './evaluation-fields.ts'

test('RET-8.compare: every setting of retrieval can be compared, within the bounds that the contract has', () => {
  // Would catch: a new setting that the page forgets, a bound that the engine refuses.
  expect(evaluationFields.map(({ name }) => name).toSorted()).toEqual(Object.keys(RetrievalSettings.shape).toSorted())
  for (const field of evaluationFields) {
    const values =
      field.kind === 'number' ? [field.least, field.most] : field.kind === 'choice' ? field.options : [true, false]
    for (const value of values) expect(RetrievalOverrides.safeParse({ [field.name]: value }).success).toBe(true)
    if (field.kind !== 'number') continue
    for (const value of [field.least - 1, field.most + 1]) {
      expect(RetrievalOverrides.safeParse({ [field.name]: value }).success).toBe(false)
    }
  }
})

test('RET-8.compare: an empty field leaves the installed setting, and what is no value is named', () => {
  expect(parseSettingsDraft({ mode: 'keyword', broad: 'on', rerank: 'off', queries: ' 2 ', hops: '' })).toEqual({
    retrieval: { mode: 'keyword', broad: true, rerank: false, queries: 2 },
    problems: [],
  })
  expect(parseSettingsDraft({ queries: '2.5', denseWeight: '0.25', hops: 'many' }).problems).toEqual([
    'queries',
    'hops',
  ])
})
