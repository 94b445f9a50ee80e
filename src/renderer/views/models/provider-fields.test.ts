import { expect, test } from 'vitest'
import { findProblems, type ProviderDraft } from './provider-fields.ts'

const draft = (part: Partial<ProviderDraft>): ProviderDraft => ({
  kind: 'openai',
  name: 'own',
  url: '',
  key: 'k',
  ...part,
})

test('MOD-1.compatible: a provider is added once its name, address and key can be right', () => {
  // Would catch: a kind without an address of its own that is added without one, a name that a model reference can't hold.
  expect(findProblems(draft({}), [])).toEqual([])
  expect(findProblems(draft({ name: 'a/b' }), [])).toEqual(['name'])
  expect(findProblems(draft({}), ['own'])).toEqual(['taken'])
  expect(findProblems(draft({ key: ' ' }), [])).toEqual(['key'])
  expect(findProblems(draft({ kind: 'openai-compatible', key: '' }), [])).toEqual(['url'])
  expect(findProblems(draft({ kind: 'openai-compatible', key: '', url: 'localhost:8080' }), [])).toEqual(['url'])
  expect(findProblems(draft({ kind: 'ollama', key: '' }), [])).toEqual([])
})
