import type { StreamPart } from '../../../src/engine/inference/language-model.ts'
import type { FromLanguageModel, ToLanguageModel } from '../../../src/engine/inference/local/language-protocol.ts'

// Entry of a language model's process for trials: it answers, dies or falls silent, as its question says.

const post = (message: FromLanguageModel) => void process.send?.(message)
const delta = (text: string): StreamPart => ({ type: 'text-delta', id: 'text-1', text })
const beginning: StreamPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: 'text-1' },
]
const usage = { inputTokens: 1, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1, reasoningTokens: 0 }
const ending: StreamPart[] = [
  { type: 'text-end', id: 'text-1' },
  { type: 'finish', reason: 'stop', usage, model: null },
]

process.once('disconnect', () => process.exit(0))
process.on('message', (message: ToLanguageModel) => {
  if ('end' in message) return process.exit(0)
  const { id } = message
  if (message.do === 'load') {
    const { contextTokens } = message.load.settings
    const facts = { contextTokens: contextTokens ?? 64, reasons: false, sequences: 8, threads: 1, gpuLayers: 0 }
    return post({ id, loaded: facts })
  }
  if (message.do === 'count') return post({ id, counted: process.pid })
  if (message.do === 'stop') {
    return post({ id, error: { code: 'MODEL_FAILED', message: 'the answer was stopped', tokens: null } })
  }
  if (message.do !== 'generate') return undefined
  const [part] = message.request.messages[0]?.content ?? []
  const question = part?.type === 'text' ? part.text : ''
  if (question === 'whole') return post({ id, parts: [...beginning, delta(`from ${process.pid}`), ...ending] })
  post({ id, parts: [...beginning, delta('begun')] })
  if (question === 'die') process.exit(1)
  if (question === 'crash') process.kill(process.pid, 'SIGSEGV')
  // Native code that does not return: nothing is heard meanwhile.
  if (question === 'busy') for (;;);
  if (question === 'working') setInterval(() => post({ heard: true }), 20)
  return undefined
})
