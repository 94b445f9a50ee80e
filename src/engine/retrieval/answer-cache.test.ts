import { expect, test } from 'vitest'
import { openDirectStore } from '../../../test/support/direct-store.ts'
import type { Answer } from '../../contract/answers.ts'
import { RetrievalSettings } from '../../contract/retrieval-settings.ts'
import { openCachedQuestion } from './answer-cache.ts'

const usage = { inputTokens: 90, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 10, reasoningTokens: 0 }
const shorter = { option: 'maximumOutputTokens', reason: 'this model writes at most 9 tokens here' }

const answer: Answer = {
  ...{ answer: 'It is deep.', mode: 'generated', sentences: [], citations: [], timings: {}, notices: [] },
  cost: { currency: 'USD', nanoDollars: 7, estimated: false, inputTokens: 90, outputTokens: 10 },
  ...{ coverage: null, reused: null, understoodAs: null },
  generation: {
    choice: { model: 'acme/large', reason: 'fixed', because: 'it was chosen', tried: [] },
    ...{ usage, callIds: [], ended: 'stop', reasoning: null },
    warnings: [shorter, { option: 'budget', reason: 'With this answer, the budget (month) is used up.' }],
  },
}

test('an answer that is given again costs nothing, and says nothing of budgets of its day', async () => {
  // Catches a warning that a budget was used up, under an answer for which nobody paid.
  const { store } = openDirectStore()
  const settings = RetrievalSettings.parse({})
  const scope = { libraryIds: [], filter: undefined, settings, passages: 5, kind: 'passages' } as const
  const open = () =>
    openCachedQuestion({ store, now: () => 1 }, { question: 'How deep is it?', scope, embed: async () => null })
  await (await open()).keep(answer)
  expect((await open()).reused).toMatchObject({
    cost: { nanoDollars: 0 },
    reused: { savedTokens: 100, savedNanoDollars: 7 },
    generation: { warnings: [shorter] },
  })
})
