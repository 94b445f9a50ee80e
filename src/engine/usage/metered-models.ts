import { type Embedded, type Embedder, type Entailer, ModelError, type Reranker } from '../inference/model-runner.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { createRecentVectors } from './recent-vectors.ts'

type Work = { runtime: string; purpose: 'query' | 'passage' | 'rerank' | 'entail' }

/** Counts what a model reads, and does not let it read the same question twice. */
export function meterEmbedder(embedder: Embedder, runtime: string, telemetry: Telemetry): Embedder {
  const recent = createRecentVectors()
  const { embedTokens } = embedder
  return {
    ...embedder,
    async embed(texts, options) {
      const { purpose } = options
      if (purpose === 'passage') return metered(telemetry, { runtime, purpose }, () => embedder.embed(texts, options))
      const unknown = [...new Set(texts)].filter((text) => recent.get(text) === null)
      const embedded: Embedded =
        unknown.length === 0
          ? { vectors: [], tokens: 0 }
          : await metered(telemetry, { runtime, purpose }, () => embedder.embed(unknown, options))
      const vectors = new Map(unknown.map((text, index) => [text, embedded.vectors[index]]))
      for (const [text, vector] of vectors) if (vector !== undefined) recent.put(text, vector)
      return {
        vectors: texts.map((text) => {
          const vector = vectors.get(text) ?? recent.get(text)
          if (vector === null) throw new ModelError('MODEL_FAILED', 'fewer vectors than texts')
          return vector
        }),
        tokens: embedded.tokens,
      }
    },
    embedTokens:
      embedTokens === null
        ? null
        : async (text, signal) => {
            const work = { runtime, purpose: 'passage' as const }
            const { found } = await metered(telemetry, work, async () => {
              const found = await embedTokens(text, signal)
              return { found, tokens: found.length }
            })
            return found
          },
  }
}

export function meterReranker(reranker: Reranker, runtime: string, telemetry: Telemetry): Reranker {
  return {
    ...reranker,
    score: (...asked) => metered(telemetry, { runtime, purpose: 'rerank' }, () => reranker.score(...asked)),
  }
}

export function meterEntailer(entailer: Entailer, runtime: string, telemetry: Telemetry): Entailer {
  return {
    ...entailer,
    judge: (...asked) => metered(telemetry, { runtime, purpose: 'entail' }, () => entailer.judge(...asked)),
  }
}

async function metered<Result extends { tokens: number }>(
  { metrics }: Telemetry,
  work: Work,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    const result = await call()
    metrics.modelCalls.inc({ ...work, outcome: 'ok' })
    metrics.modelTokens.inc({ ...work }, result.tokens)
    return result
  } catch (error) {
    metrics.modelCalls.inc({ ...work, outcome: error instanceof ModelError ? error.code : 'stopped' })
    throw error
  }
}
