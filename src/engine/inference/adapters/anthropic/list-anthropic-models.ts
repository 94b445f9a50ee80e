import { z } from 'zod'
import type { ListedLanguage } from '../../language-source.ts'
import { ModelError } from '../../model-runner.ts'
import { openAnthropicClient } from './anthropic-client.ts'
import { toModelError } from './anthropic-error.ts'
import type { AnthropicServer } from './anthropic-options.ts'
import { traitsOf } from './claude-traits.ts'

const pageSize = 1_000
/** A server that has ever more pages has gone wrong. */
const mostPages = 20

const text = z.string().nullish().catch(null)
const tokens = z.int().positive().nullish().catch(null)
const support = z.object({ supported: z.boolean().nullish() }).nullish().catch(null)

const Page = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      display_name: text,
      lifecycle: text,
      max_input_tokens: tokens,
      max_tokens: tokens,
      capabilities: z.object({ image_input: support, thinking: support }).nullish().catch(null),
    }),
  ),
  has_more: z.boolean().nullish(),
  last_id: text,
})

/**
 * The models that a server says it has, its youngest first, without those that are no longer served. Costs nothing, and
 * tells whether address and key are right.
 *
 * @throws ModelError, or the signal's reason
 */
export async function listAnthropicModels(
  server: AnthropicServer,
  { totalMs, signal }: { totalMs: number; signal: AbortSignal },
): Promise<ListedLanguage[]> {
  signal.throwIfAborted()
  const client = openAnthropicClient(server, totalMs)
  const models: ListedLanguage[] = []
  try {
    let after: string | null = null
    for (let pages = 0; pages < mostPages; pages++) {
      const query: Record<string, string | number> = { limit: pageSize, ...(after === null ? {} : { after_id: after }) }
      const page = Page.parse(await client.get('/v1/models', { query, signal }))
      for (const model of page.data) {
        if (model.lifecycle !== 'retired') models.push(describe(model, server.kind === 'anthropic'))
      }
      if (page.has_more !== true || page.last_id == null || page.last_id === after) return models
      after = page.last_id
    }
    throw new ModelError('MODEL_FAILED', 'the server does not stop listing models')
  } catch (error) {
    signal.throwIfAborted()
    throw toModelError(error)
  }
}

function describe(model: z.infer<typeof Page>['data'][number], isAnthropic: boolean): ListedLanguage {
  const { id, capabilities } = model
  return {
    name: id,
    title: model.display_name ?? id,
    facts: {
      contextTokens: model.max_input_tokens ?? null,
      maximumOutputTokens: model.max_tokens ?? null,
      supports: {
        tools: true,
        structured: true,
        images: capabilities?.image_input?.supported ?? true,
        reasoning: capabilities?.thinking?.supported ?? traitsOf(id, isAnthropic).thinking !== 'none',
        caching: true,
      },
    },
  }
}
