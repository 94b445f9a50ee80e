import type OpenAI from 'openai'
import { z } from 'zod'
import type { LanguageModelFacts } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { toModelError } from './openai-error.ts'

/** Details that are asked for at the same time. */
const atOnce = 4

const Details = z.object({
  capabilities: z.array(z.string()),
  /** A line a parameter, such as `num_ctx 8192`. */
  parameters: z.string().nullish().catch(null),
})

/** What Ollama tells of a model in its own protocol; its list in OpenAI's holds names alone. */
export type OllamaDetails = {
  /** False for one that only embeds. */
  answers: boolean
  /** What the model was told to read at most; without that the server has a limit of its own, which it does not tell. */
  contextTokens: number | null
  supports: Pick<LanguageModelFacts['supports'], 'tools' | 'images' | 'reasoning'>
}

/**
 * Details by name; none for a model of which the server tells none, such as a server that only looks like Ollama.
 *
 * @throws ModelError where the server is not reached; the signal's reason
 */
export async function readOllamaDetails(
  client: OpenAI,
  { names, signal }: { names: readonly string[]; signal: AbortSignal },
): Promise<Map<string, OllamaDetails>> {
  const details = new Map<string, OllamaDetails>()
  const url = `${client.baseURL.replace(/\/v1\/?$/, '')}/api/show`
  const waiting = names.values()
  async function work(): Promise<void> {
    for (const name of waiting) {
      const told = await ask(client, { url, name, signal })
      if (told !== null) details.set(name, told)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return details
}

async function ask(
  client: OpenAI,
  { url, name, signal }: { url: string; name: string; signal: AbortSignal },
): Promise<OllamaDetails | null> {
  try {
    const { data } = Details.safeParse(await client.post(url, { body: { model: name }, signal }))
    return data === undefined ? null : describe(data)
  } catch (error) {
    signal.throwIfAborted()
    const failure = toModelError(error)
    // It was reached, and does not know the question.
    const isUnknown = failure instanceof ModelError && (failure.status !== null || failure.code === 'MODEL_FAILED')
    if (isUnknown) return null
    throw failure
  }
}

function describe({ capabilities, parameters }: z.infer<typeof Details>): OllamaDetails {
  const context = Number(/^num_ctx\s+(\d+)/m.exec(parameters ?? '')?.[1] ?? 0)
  return {
    answers: capabilities.includes('completion'),
    contextTokens: context > 0 ? context : null,
    supports: {
      tools: capabilities.includes('tools'),
      images: capabilities.includes('vision'),
      reasoning: capabilities.includes('thinking'),
    },
  }
}
