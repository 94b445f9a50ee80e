import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/domain/seeded-random.ts'
import { endlessAnswer, endlessPieces, killWhileAnswering } from '../support/models/chat-kills.ts'
import { addScriptedProvider } from '../support/models/scripted-provider.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, openTestEngine } from '../support/test-engine.ts'

const kills = 20
const whole = endlessPieces.join('')

test('CHAT-1.crash: twenty engines killed in mid-answer each leave what they had kept, and nothing else is lost', async () => {
  const random = seededRandom(5)
  const dataFolder = join(temporaryFolder(), 'data')
  const first = await openTestEngine({ dataFolder })
  await first.client.libraries.create({ name: 'docs' })
  await addText(first.client, 'docs', { name: 'a.md', text: 'The harbour basin is 14 metres deep.\n' })
  const { model } = await addScriptedProvider(first.client, { answers: endlessAnswer })
  await first.close()
  const kept: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const question = `How deep is it, for the ${kill + 1}th time?`
    const asked = { dataFolder, library: 'docs', model, question }
    kept.push(await killWhileAnswering(asked, 1 + Math.floor(random() * 8)))
  }
  const { client } = await openTestEngine({ dataFolder })
  const { items } = await client.chat.conversations.list({ limit: 100 })
  expect(items).toHaveLength(kills)
  for (const [place, { id }] of items.toReversed().entries()) {
    const { messages } = await client.chat.conversations.get({ conversationId: id })
    const [question, answer] = messages
    expect(question).toMatchObject({ text: `How deep is it, for the ${place + 1}th time?`, state: 'complete' })
    expect(answer).toMatchObject({ state: 'interrupted', answer: null })
    expect(answer?.text.length).toBeGreaterThanOrEqual(kept[place] ?? 0)
    expect(whole.startsWith(answer?.text ?? 'nothing')).toBe(true)
  }
})
