import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endlessAnswer, endlessPieces, killWhileAnswering } from '../support/models/chat-kills.ts'
import { readAnswer } from '../support/models/chatting.ts'
import { openAiChatAnswer } from '../support/models/openai-chat-script.ts'
import { addScriptedProvider } from '../support/models/scripted-provider.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, openTestEngine } from '../support/test-engine.ts'

test('CHAT-1.crash: what had arrived of an answer is there after kill -9, and the question can be answered again', async () => {
  // Catches an answer that is kept only when it is whole, and one that is being written for ever.
  const dataFolder = join(temporaryFolder(), 'data')
  const first = await openTestEngine({ dataFolder })
  await first.client.libraries.create({ name: 'docs' })
  await addText(first.client, 'docs', { name: 'a.md', text: 'The harbour basin is 14 metres deep.\n' })
  const { model } = await addScriptedProvider(first.client, {
    answers: (_request, index) => (index === 0 ? endlessAnswer() : openAiChatAnswer({ text: 'It is 14 metres deep.' })),
  })
  await first.close()

  const kept = await killWhileAnswering({ dataFolder, library: 'docs', model, question: 'How deep is it?' }, 3)

  const { client } = await openTestEngine({ dataFolder })
  const { items } = await client.chat.conversations.list({})
  const conversationId = items[0]?.id ?? ''
  const { messages } = await client.chat.conversations.get({ conversationId })
  const [question, answer] = messages
  expect(question).toMatchObject({ text: 'How deep is it?', state: 'complete' })
  expect(answer).toMatchObject({ state: 'interrupted', answer: null, model })
  expect(answer?.text.length).toBeGreaterThanOrEqual(kept)
  expect(endlessPieces.join('').startsWith(answer?.text ?? 'nothing')).toBe(true)

  const again = await readAnswer(
    await client.chat.answerAgain({ conversationId, questionId: question?.id ?? '', model }),
  )
  expect(again.text).toBe('It is 14 metres deep.')
})
