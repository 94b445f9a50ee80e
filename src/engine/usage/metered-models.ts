import { type Embedded, type Embedder, type Entailer, ModelError, type Reranker } from '../inference/model-runner.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { PaidWork } from './paid-work.ts'
import { createRecentVectors } from './recent-vectors.ts'

type Work = { runtime: string; purpose: 'query' | 'passage' | 'rerank' | 'entail' }

/** Where a model's work is counted and paid for. */
export type Meter = { runtime: string; telemetry: Telemetry; pay: PaidWork }

/** An opened model, as those see it who work for some libraries: the ledger enters its work for these. */
export type Metered<Runner> = { close(): Promise<void>; forLibraries(libraryIds: readonly string[]): Runner }

/** Counts what a model reads, and does not let it read the same question twice. */
export function meterEmbedder(embedder: Embedder, { runtime, telemetry, pay }: Meter): Metered<Embedder> {
  const recent = createRecentVectors()
  const { embedTokens } = embedder
  const forLibraries = (libraryIds: readonly string[]): Embedder => ({
    ...embedder,
    async embed(texts, options) {
      const { purpose, signal } = options
      const read = (some: readonly string[]) =>
        metered(telemetry, { runtime, purpose }, () =>
          pay({ texts: some, libraryIds }, signal, () => embedder.embed(some, options)),
        )
      if (purpose === 'passage') return read(texts)
      const unknown = [...new Set(texts)].filter((text) => recent.get(text) === null)
      const embedded: Embedded = unknown.length === 0 ? { vectors: [], tokens: 0 } : await read(unknown)
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
            const { found } = await metered(telemetry, work, () =>
              pay({ texts: [text], libraryIds }, signal, async () => {
                const found = await embedTokens(text, signal)
                return { found, tokens: found.length }
              }),
            )
            return found
          },
  })
  return { close: embedder.close, forLibraries }
}

export function meterReranker(reranker: Reranker, { runtime, telemetry, pay }: Meter): Metered<Reranker> {
  const forLibraries = (libraryIds: readonly string[]): Reranker => ({
    ...reranker,
    score: (question, passages, signal) =>
      metered(telemetry, { runtime, purpose: 'rerank' }, () =>
        pay({ texts: passages.map((passage) => question + passage), libraryIds }, signal, () =>
          reranker.score(question, passages, signal),
        ),
      ),
  })
  return { close: reranker.close, forLibraries }
}

export function meterEntailer(entailer: Entailer, { runtime, telemetry, pay }: Meter): Entailer {
  return {
    ...entailer,
    judge: (pairs, signal) =>
      metered(telemetry, { runtime, purpose: 'entail' }, () =>
        pay({ texts: pairs.map(({ premise, claim }) => premise + claim), libraryIds: [] }, signal, () =>
          entailer.judge(pairs, signal),
        ),
      ),
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
