import { z } from 'zod'
import { ModelError, type Reranker } from '../model-runner.ts'
import { bearer } from './embedding-protocols.ts'
import { patience, postJson } from './post-json.ts'
import { fingerprintOf } from './remote-embedder.ts'
import { addressOf, type Server } from './server.ts'

/** Passages of one call: what servers take at least. */
const mostPassages = 100

const Result = z.object({
  index: z.int().nonnegative(),
  relevance_score: z.number().optional(),
  score: z.number().optional(),
})
/** Jina, Cohere and vLLM put the results into an object, Text Embeddings Inference gives them alone. */
const RerankReply = z.union([
  z.object({
    results: z.array(Result),
    usage: z.object({ total_tokens: z.int().optional() }).nullish(),
  }),
  z.array(Result).transform((results) => ({ results, usage: null })),
])

/** A reranker over a server that speaks the protocol that Jina, Cohere, vLLM and others share. */
export function openRemoteReranker(server: Server): Reranker {
  const { model } = server
  if (model.runtime !== 'openai-compatible') {
    throw new ModelError('MODEL_FAILED', 'servers of this kind have no models that rerank')
  }
  const url = addressOf(model.url, { version: '/v1', path: '/rerank' })

  async function ask(question: string, passages: readonly string[], signal: AbortSignal) {
    const body = {
      model: model.name,
      query: question,
      documents: passages,
      top_n: passages.length,
      return_documents: false,
    }
    const call = { url, headers: bearer(model), body, patience: patience.question, signal }
    const reply = RerankReply.safeParse(await postJson(server, call))
    if (!reply.success) throw wrong('no scores')
    const { results, usage } = reply.data
    const scores = new Map(results.map(({ index, relevance_score, score }) => [index, relevance_score ?? score]))
    return {
      scores: passages.map((_, index) => {
        const score = scores.get(index)
        if (score === undefined || !Number.isFinite(score)) throw wrong('a passage without a score')
        return score
      }),
      tokens: usage?.total_tokens ?? 0,
    }
  }

  return {
    fingerprint: fingerprintOf(model),
    async score(question, passages, signal) {
      signal.throwIfAborted()
      const scores: number[] = []
      let tokens = 0
      for (let start = 0; start < passages.length; start += mostPassages) {
        const part = await ask(question, passages.slice(start, start + mostPassages), signal)
        scores.push(...part.scores)
        tokens += part.tokens
      }
      return { scores, tokens }
    },
    close: async () => undefined,
  }
}

const wrong = (what: string) => new ModelError('MODEL_FAILED', `the server answered with ${what}`)
