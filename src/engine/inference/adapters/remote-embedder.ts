import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Embedded, type Embedder, type EmbedPurpose, ModelError } from '../model-runner.ts'
import type { RemoteModel } from '../model-source.ts'
import { mostDimensions, toUnit } from '../vector-length.ts'
import { embeddingProtocols } from './embedding-protocols.ts'
import { patience, postJson, RefusedError } from './post-json.ts'
import type { Server } from './server.ts'

/** Where nobody has said what a server reads of one text. */
const usualMaximum = 8_192
/** Characters of one call; servers count tokens of a whole call too. */
const mostCharacters = 200_000
/** A text is not cut shorter than this to make a server take it. */
const shortestText = 200

type Work = { purpose: EmbedPurpose; signal: AbortSignal }

/**
 * An embedder over a server. Without `dimensions` the server is asked once, to learn how long its vectors are.
 *
 * @throws ModelError, or the signal's reason
 */
export async function openRemoteEmbedder(server: Server, signal: AbortSignal): Promise<Embedder> {
  const { model } = server
  const protocol = embeddingProtocols[model.runtime]
  const { prefixes = { query: '', passage: '' } } = model
  let dimensions = model.dimensions ?? null
  // Halved when the server finds a call too large, and kept so: its limits do not change from call to call.
  let mostTexts = protocol.mostTexts

  async function ask(texts: readonly string[], { purpose, signal }: Work): Promise<Embedded> {
    const answer = await postJson(server, {
      url: protocol.url(model),
      headers: protocol.headers(model),
      body: protocol.body(model, texts, purpose),
      patience: purpose === 'query' ? patience.question : patience.work,
      signal,
    })
    const { vectors, tokens } = read(answer)
    if (vectors.length !== texts.length) throw wrong(`${vectors.length} vectors for ${texts.length} texts`)
    return { vectors: vectors.map(check), tokens: tokens ?? 0 }
  }

  function read(answer: unknown) {
    try {
      return protocol.read(answer)
    } catch (error) {
      if (error instanceof z.ZodError) throw wrong('no vectors')
      throw error
    }
  }

  function check(vector: readonly number[]): Float32Array {
    dimensions ??= vector.length
    if (vector.length !== dimensions) throw wrong(`a vector of ${vector.length} numbers instead of ${dimensions}`)
    if (vector.length === 0 || vector.length > mostDimensions) throw wrong(`a vector of ${vector.length} numbers`)
    const unit = toUnit(vector)
    // After it: numbers that are far too large or too small leave no direction.
    if (!unit.every(Number.isFinite) || !unit.some((value) => value !== 0)) throw wrong('a vector that is none')
    return unit
  }

  /**
   * Asks for a batch; for its halves when it is too large; and for less of a text that is too long by itself: then the
   * batch was not too large, which is what `isCut` tells.
   */
  async function askWhole(texts: readonly string[], work: Work): Promise<Embedded & { isCut: boolean }> {
    try {
      return { ...(await ask(texts, work)), isCut: false }
    } catch (error) {
      if (!(error instanceof RefusedError) || !error.isTooLong) throw error
      const [text = ''] = texts
      if (texts.length > 1) {
        const half = Math.ceil(texts.length / 2)
        const first = await askWhole(texts.slice(0, half), work)
        const second = await askWhole(texts.slice(half), work)
        const isCut = first.isCut || second.isCut
        if (!isCut) mostTexts = Math.min(mostTexts, half)
        return { ...join(first, second), isCut }
      }
      if (text.length <= shortestText) throw error
      return { ...(await askWhole([text.slice(0, Math.ceil(text.length / 2))], work)), isCut: true }
    }
  }

  const embedder: Embedder = {
    fingerprint: fingerprintOf(model),
    dimensions: 0,
    maximumTokens: model.maximumTokens ?? usualMaximum,
    async embed(texts, work) {
      work.signal.throwIfAborted()
      // Servers refuse an empty text; there is nothing in it to find.
      const filled = texts.map((text) => prefixes[work.purpose] + text).filter((_, index) => !isBlank(texts[index]))
      let embedded: Embedded = { vectors: [], tokens: 0 }
      for (let start = 0; start < filled.length; ) {
        const batch = takeBatch(filled, start, mostTexts)
        embedded = join(embedded, await askWhole(batch, work))
        start += batch.length
      }
      const vectors = embedded.vectors.values()
      const zeros = () => new Float32Array(dimensions ?? 0)
      return {
        vectors: texts.map((text) => (isBlank(text) ? zeros() : (vectors.next().value ?? zeros()))),
        tokens: embedded.tokens,
      }
    },
    embedTokens: null,
    close: async () => undefined,
  }
  if (dimensions === null) await ask(['a'], { purpose: 'passage', signal })
  return { ...embedder, dimensions: dimensions ?? 0 }
}

const isBlank = (text: string | undefined) => text === undefined || text.trim() === ''

const wrong = (what: string) => new ModelError('MODEL_FAILED', `the server answered with ${what}`)

const join = (first: Embedded, second: Embedded): Embedded => ({
  vectors: [...first.vectors, ...second.vectors],
  tokens: first.tokens + second.tokens,
})

function takeBatch(texts: readonly string[], start: number, most: number): string[] {
  const batch: string[] = []
  let characters = 0
  for (const text of texts.slice(start, start + most)) {
    characters += text.length
    if (batch.length > 0 && characters > mostCharacters) break
    batch.push(text)
  }
  return batch
}

/** A server does not say which weights it runs; its address and its name for them have to do. */
export function fingerprintOf({ runtime, url, name, prefixes }: RemoteModel): string {
  return createHash('sha256')
    .update(JSON.stringify([runtime, url, name, prefixes ?? null]))
    .digest('hex')
}
