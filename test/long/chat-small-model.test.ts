import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask } from '../support/models/chatting.ts'
import { addText, openTestEngine } from '../support/test-engine.ts'

const tiny = join(import.meta.dirname, '../../../shared/data/models/stories260K/stories260K-f32.gguf')

// Here because a model that has no words for most of this needs many tokens, and a loaded machine long for them.
test('a real model that reads 512 tokens answers from what fits, question after question, and says what did not', async () => {
  // Catches a prompt that is refused for its length, and a conversation that ends with its window.
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  const text = `# Basin\n\n${'The harbour basin is 14 metres deep. Ships turn in it. '.repeat(60)}`
  await addText(client, 'docs', { name: 'a.md', text })
  await client.models.import({ path: tiny, kind: 'language', modelId: 'tiny' })
  const asked = { question: 'How deep is the harbour basin?', libraries: ['docs'], model: 'tiny' }
  const first = await ask(client, asked)
  const second = await ask(client, { ...asked, conversationId: first.conversationId })
  const third = await ask(client, { ...asked, conversationId: first.conversationId })
  for (const { answer } of [first, second, third]) {
    expect(answer.mode).toBe('generated')
    expect(answer.cost.inputTokens + answer.cost.outputTokens).toBeLessThanOrEqual(512)
    expect(answer.generation?.warnings).toContainEqual(expect.objectContaining({ option: 'passages' }))
  }
  expect(third.answer.generation?.warnings).toContainEqual(expect.objectContaining({ option: 'history' }))
})
