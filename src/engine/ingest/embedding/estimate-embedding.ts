import type { EmbeddingEstimate } from '../../../contract/libraries.ts'
import type { Store } from '../../store/store.ts'
import type { Embedder, Models } from '../../usage/models.ts'

const pageSize = 1_000
/** One chunk in so many is among those that may be embedded to see how long it takes. */
const sampleEvery = 61
const longestSample = 64
/** Measuring goes on until it has taken this long. */
const measureMs = 1_500

/** What vectors of a model would take for a library. Nothing is kept. */
export async function estimateEmbedding(
  { store, models }: { store: Store; models: Pick<Models, 'embedder' | 'get'> },
  { library, modelId }: { library: string; modelId: string },
  signal: AbortSignal = new AbortController().signal,
): Promise<EmbeddingEstimate> {
  const { id } = await store.read('libraries.get', { library })
  const embedder = await models.embedder(modelId, [id])
  const { inputPrice } = await models.get(modelId)
  const counted = await count(store, { library: id, fingerprint: embedder.fingerprint, signal })
  const { chunks, cached, tokens } = counted
  const millisecondsAChunk = await measure(embedder, counted.sample, signal)
  const seconds = millisecondsAChunk === null ? null : (millisecondsAChunk * (chunks - cached)) / 1_000
  const nanoDollars = inputPrice === null ? null : Math.round((tokens * inputPrice) / 1_000_000)
  return { chunks, cached, tokens, seconds, nanoDollars }
}

type Counted = Omit<EmbeddingEstimate, 'seconds' | 'nanoDollars'> & { sample: string[] }

async function count(
  store: Store,
  { signal, ...input }: { library: string; fingerprint: string; signal: AbortSignal },
): Promise<Counted> {
  const sum: Counted = { chunks: 0, cached: 0, tokens: 0, sample: [] }
  for (let after = 0; ; ) {
    const page = await store.read('embeddingEstimate.page', { ...input, after, limit: pageSize, sampleEvery }, signal)
    if (page.last === after) return sum
    after = page.last
    sum.chunks += page.chunks
    sum.cached += page.cached
    sum.tokens += page.tokens
    sum.sample.push(...page.sample)
  }
}

/** Milliseconds a chunk; null when the model did not answer. The first chunk is not counted: it may load the model. */
async function measure(embedder: Embedder, texts: readonly string[], signal: AbortSignal): Promise<number | null> {
  if (texts.length === 0) return 0
  const every = Math.max(1, Math.floor(texts.length / longestSample))
  const sample = texts.filter((_text, index) => index % every === 0).slice(0, longestSample)
  try {
    await embedder.embed(sample.slice(0, 1), { purpose: 'passage', signal })
    let done = 0
    const begun = performance.now()
    for (let size = 1; done < sample.length && performance.now() - begun < measureMs; size *= 2) {
      const batch = sample.slice(done, done + size)
      await embedder.embed(batch, { purpose: 'passage', signal })
      done += batch.length
    }
    return (performance.now() - begun) / done
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Error && error.name === 'ModelError') return null
    throw error
  }
}
