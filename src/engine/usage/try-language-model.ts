import type { Generations } from './generation.ts'

/** Enough for a word, and for a model that thinks before it. */
const mostTokens = 256

/**
 * Asks a model for a word, and gives what it said.
 *
 * @throws Failure as `Generations.stream` does; the signal's reason
 */
export async function tryLanguageModel(generations: Generations, model: string, signal: AbortSignal): Promise<string> {
  let answer = ''
  const parts = generations.stream({
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Answer with one word: ready' }] }],
    maximumOutputTokens: mostTokens,
    policy: { kind: 'fixed', model, fallback: [] },
    context: { purpose: 'test', agent: null, workflow: null, libraryIds: [], conversationId: null, messageId: null },
    signal,
  })
  for await (const part of parts) if (part.type === 'text-delta') answer += part.text
  return answer
}
