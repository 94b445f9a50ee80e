import { setTimeout as pass } from 'node:timers/promises'
import { openAiChatAnswer } from '../support/models/openai-chat-script.ts'
import { openScriptedServer } from '../support/models/scripted-server.ts'

// A provider in a process of its own, so that its work is not measured: at once for a short answer, at the rate of a fast
// model for a long one.

const tokensPerSecond = 200
const longAnswer = 600
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index % 10} `)

const server = await openScriptedServer(async (request) => {
  const { max_tokens: limit } = request.json<{ max_tokens: number }>()
  if (limit < longAnswer) return openAiChatAnswer({ text: words(5) })
  const begun = performance.now()
  return openAiChatAnswer({
    text: words(longAnswer),
    afterPiece: async (sent) => {
      const early = (sent / tokensPerSecond) * 1_000 - (performance.now() - begun)
      if (early > 0) await pass(early)
    },
  })
})
process.send?.(server.url)
process.once('disconnect', () => process.exit(0))
