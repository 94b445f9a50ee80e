import { createEngine } from '../../../src/engine/engine.ts'
import { clientOf } from '../test-engine.ts'

/**
 * An engine in a process of its own, to be killed: asks the model the question in a new conversation, and prints a line with
 * the number of characters of the answer whenever more of it is kept.
 *
 * Arguments: data folder, library, model, question.
 */
const [dataFolder = '', library = '', model = '', question = ''] = process.argv.slice(2)
const engine = await createEngine({
  ...{ version: '0.0.0-test', secretStore: null, passphrase: null, dataFolder },
  logDestination: () => undefined,
})
const client = clientOf(engine.router)
// More than the answer has: it ends with the process.
const options = { maximumOutputTokens: 200_000 }
const events = await client.chat.ask({ question, libraries: [library], model, reuse: false, options })
let conversationId = ''
let kept = 0
for await (const event of events) {
  if (event.type === 'answer-start') conversationId = event.conversationId
  if (event.type !== 'text-delta') continue
  const { messages } = await client.chat.conversations.get({ conversationId })
  const length = messages.at(-1)?.text.length ?? 0
  if (length === kept) continue
  kept = length
  console.log(kept)
}
