import type { TokenVector } from '../../../domain/chunk-pooling.ts'
import { type Embedder, type Entailer, ModelError, type Reranker } from '../model-runner.ts'
import { mostDimensions } from '../vector-length.ts'
import type { ModelClient } from './model-client.ts'
import type { ModelFacts } from './model-protocol.ts'

type Opened = { client: ModelClient; fingerprint: string; facts: ModelFacts }

/**
 * Texts that are sent to the model's process at a time. Between two such calls another's question gets its turn, and a job
 * that is stopped stops.
 */
const textsACall = 16

/** An embedder over a model in a process of its own. */
export function asEmbedder({ client, fingerprint, facts }: Opened): Embedder {
  const { dimensions, maximumTokens, givesTokens } = facts
  if (dimensions === null) throw new ModelError('MODEL_FAILED', 'the model gives no vectors')
  if (dimensions === 0 || dimensions > mostDimensions) {
    throw new ModelError('MODEL_FAILED', `the model gives vectors of ${dimensions} numbers`)
  }
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
        for (const vector of embedded.vectors) check(vector, dimensions)
        vectors.push(...embedded.vectors)
        tokens += embedded.tokens
      }
      return { vectors, tokens }
    },
    embedTokens: givesTokens
      ? async (text, signal) => {
          const tokens = await client.ask({ do: 'embed-tokens', text }, signal)
          for (const { vector } of tokens) check(vector, dimensions)
          return tokens
        }
      : null,
    close: () => client.close(),
  }
}

/** A reranker over a model in a process of its own. */
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

/** A judge of claims over a model in a process of its own. */
export function asEntailer({ client, fingerprint, facts }: Opened): Entailer {
  return {
    fingerprint,
    maximumTokens: facts.maximumTokens,
    async judge(pairs, signal) {
      signal.throwIfAborted()
      const probabilities: number[] = []
      let tokens = 0
      for (const part of inParts(pairs)) {
        const judged = await client.ask({ do: 'judge', pairs: part }, signal)
        if (!judged.probabilities.every(Number.isFinite)) {
          throw new ModelError('MODEL_FAILED', 'a probability is no number')
        }
        probabilities.push(...judged.probabilities)
        tokens += judged.tokens
      }
      return { probabilities, tokens }
    },
    close: () => client.close(),
  }
}

function* inParts<Each>(all: readonly Each[]): Generator<readonly Each[]> {
  for (let start = 0; start < all.length; start += textsACall) yield all.slice(start, start + textsACall)
}

function check(vector: TokenVector['vector'], dimensions: number): void {
  if (vector.length === dimensions && Array.prototype.every.call(vector, Number.isFinite)) return
  throw new ModelError('MODEL_FAILED', 'the model gave a vector that is none')
}
