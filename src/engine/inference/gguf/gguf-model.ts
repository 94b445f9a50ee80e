import type { LlamaModel, Token } from 'node-llama-cpp'
import { pathOf } from '../files/find-weights.ts'
import type { LoadedModel } from '../local/model-protocol.ts'
import type { LoadRequest } from '../model-source.ts'
import { toUnit } from '../vector-length.ts'
import { chooseThreads } from './choose-resources.ts'
import { openLlama, usableCores } from './open-llama.ts'

/** Without a word on it, no more of a text is read at once: the memory of attention grows with its square. */
const usualMaximum = 2_048

/**
 * Loads a model with llama.cpp. How tokens become one
 * vector stands in the file, so a description's pooling is passed over.
 *
 * @throws what llama.cpp says of a file that it can't read
 */
export async function loadGgufModel(request: LoadRequest): Promise<LoadedModel> {
  const { folder, file, kind, threads } = request
  const llama = await openLlama(threads)
  const model = await llama.loadModel({ modelPath: pathOf(folder, file) })
  const loaded = kind === 'embedding' ? await asEncoder(model, request) : await asCrossEncoder(model, request)
  return {
    ...loaded,
    async close() {
      await llama.dispose()
    },
  }
}

/** All tokens of a text in one batch, as models need that look both ways. */
function contextOf(model: LlamaModel, { description }: LoadRequest): { contextSize: number; batchSize: number } {
  const contextSize = Math.min(model.trainContextSize, description.maximumTokens ?? usualMaximum)
  return { contextSize, batchSize: contextSize }
}

/** Longest beginning of `tokens` that `lengthOf` finds to fit; the runtime takes one token less than its context. */
function cut(tokens: Token[], contextSize: number, lengthOf: (tokens: Token[]) => number): Token[] {
  const over = lengthOf([...tokens]) - (contextSize - 1)
  return over > 0 ? tokens.slice(0, Math.max(0, tokens.length - over)) : tokens
}

type Loaded = Omit<LoadedModel, 'close'>

async function asEncoder(model: LlamaModel, request: LoadRequest): Promise<Loaded> {
  const { prefixes } = request.description
  const options = contextOf(model, request)
  const context = await model.createEmbeddingContext({ ...options, ...threadsOf(model, request) })

  async function embedOne(text: string): Promise<{ vector: Float32Array; tokens: number }> {
    const tokens = cut(model.tokenize(text), options.contextSize, (each) => context.calculateInputLength(each))
    // Copies, because the runtime puts its marks into what it is given.
    const { vector } = await context.getEmbeddingFor([...tokens])
    // It reads nothing at all of an empty text, where no mark is put around it.
    const values = vector.length > 0 ? vector : new Float32Array(model.embeddingVectorSize)
    return { vector: toUnit(values), tokens: context.calculateInputLength([...tokens]) }
  }

  const trial = await embedOne('a')
  return {
    facts: { dimensions: trial.vector.length, maximumTokens: options.contextSize - 1, givesTokens: false },
    async embed(texts, purpose) {
      const embedded = []
      for (const text of texts) embedded.push(await embedOne(prefixes[purpose] + text))
      return {
        vectors: embedded.map(({ vector }) => vector),
        tokens: embedded.reduce((sum, { tokens }) => sum + tokens, 0),
      }
    },
    embedTokens: null,
    score: null,
    judge: null,
  }
}

async function asCrossEncoder(model: LlamaModel, request: LoadRequest): Promise<Loaded> {
  const { contextSize, batchSize } = contextOf(model, request)
  const context = await model.createRankingContext({ contextSize, batchSize, ...threadsOf(model, request) })
  await context.rank('a', 'b')

  async function scoreOne(question: Token[], passage: string): Promise<{ score: number; tokens: number }> {
    const document = cut(model.tokenize(passage), contextSize, (each) => context.calculateInputLength(question, each))
    const tokens = context.calculateInputLength(question, document)
    return { score: await context.rank(question, document), tokens }
  }

  return {
    facts: { dimensions: null, maximumTokens: contextSize - 1, givesTokens: false },
    embed: null,
    embedTokens: null,
    async score(question, passages) {
      // A question keeps half of the room at most, so that every passage has some.
      const asked = model.tokenize(question).slice(0, Math.floor(contextSize / 2))
      const scored = []
      for (const passage of passages) scored.push(await scoreOne(asked, passage))
      return {
        scores: scored.map(({ score }) => score),
        tokens: scored.reduce((sum, { tokens }) => sum + tokens, 0),
      }
    },
    judge: null,
  }
}

/** About as many weights as bytes: enough to tell a tiny model from others. */
const threadsOf = ({ llama, size }: LlamaModel, { threads }: LoadRequest) => ({
  threads: chooseThreads(size, usableCores(llama), threads),
})
