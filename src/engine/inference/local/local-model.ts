import { type Embedder, ModelError, type Reranker } from '../model-runner.ts'
import type { ModelClient } from './model-client.ts'
import type { ModelFacts } from './model-protocol.ts'

type Opened = { client: ModelClient; fingerprint: string; facts: ModelFacts }

/**
 * Texts that are sent to the model's worker at a time. Between two such calls another's question gets its turn, and a job
 * that is stopped stops.
 */
const textsACall = 16

/** An embedder over a model in a worker. */
export function asEmbedder({ client, fingerprint, facts }: Opened): Embedder {
  const { dimensions, maximumTokens, givesTokens } = facts
  if (dimensions === null) throw new ModelError('MODEL_FAILED', 'the model gives no vectors')
  return {
    fingerprint,
    dimensions,
    maximumTokens,
    async embed(texts, { purpose, signal }) {
      signal.throwIfAborted()
      const vectors: Float32Array[] = []
      let tokens = 0
      for (const part of inParts(texts)) {
        const embedded = await client.ask({ do: 'embed', texts: part, purpose }, signal)
        vectors.push(...embedded.vectors.map((vector) => checked(vector, dimensions)))
        tokens += embedded.tokens
      }
      return { vectors, tokens }
    },
    embedTokens: givesTokens ? (text, signal) => client.ask({ do: 'embed-tokens', text }, signal) : null,
    close: () => client.close(),
  }
}

/** A reranker over a model in a worker. */
export function asReranker({ client, fingerprint }: Opened): Reranker {
  return {
    fingerprint,
    async score(question, passages, signal) {
      signal.throwIfAborted()
      const scores: number[] = []
      let tokens = 0
      for (const part of inParts(passages)) {
        const scored = await client.ask({ do: 'score', question, passages: part }, signal)
        if (!scored.scores.every(Number.isFinite)) throw new ModelError('MODEL_FAILED', 'a score is no number')
        scores.push(...scored.scores)
        tokens += scored.tokens
      }
      return { scores, tokens }
    },
    close: () => client.close(),
  }
}

function* inParts(texts: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < texts.length; start += textsACall) yield texts.slice(start, start + textsACall)
}

function checked(vector: Float32Array, dimensions: number): Float32Array {
  if (vector.length === dimensions && vector.every(Number.isFinite)) return vector
  throw new ModelError('MODEL_FAILED', 'the model gave a vector that is none')
}
