import type { LoadedModel } from '../local/model-protocol.ts'
import type { EmbedPurpose } from '../model-runner.ts'
import type { LoadRequest, Pooling } from '../model-source.ts'
import { toUnit } from '../vector-length.ts'
import { asEntailmentModel } from './onnx-entailment.ts'
import { type OnnxParts, type Output, openSession, usualMaximum } from './onnx-session.ts'
import { type HiddenStates, poolText } from './pooling.ts'
import { loadTokeniser, type ModelInput } from './tokeniser.ts'

/** @throws what the runtime says of files that are damaged, or of another kind of model */
export async function loadOnnxModel(request: LoadRequest): Promise<LoadedModel> {
  const tokeniser = await loadTokeniser(request.folder)
  const session = await openSession(request)
  try {
    return await runners[request.kind]({ request, tokeniser, session })
  } catch (error) {
    await session.close()
    throw error
  }
}

const runners = {
  embedding: asEncoder,
  reranking: asCrossEncoder,
  entailment: asEntailmentModel,
  async language() {
    throw new Error('a language model has to be of GGUF, not ONNX')
  },
} satisfies Record<LoadRequest['kind'], (parts: OnnxParts) => Promise<LoadedModel>>

/** Cosine of a vector and of its tokens' pooled by us: weights of few bits make a little difference. */
const nearlySame = 0.99

async function asEncoder({ request, tokeniser, session }: OnnxParts): Promise<LoadedModel> {
  const { pooling, prefixes } = request.description
  const maximumTokens = request.description.maximumTokens ?? usualMaximum
  function encode(text: string, purpose: EmbedPurpose): ModelInput {
    const input = tokeniser.encode(prefixes[purpose] + text, maximumTokens)
    // No model reads nothing; a tokeniser without marks makes nothing of an empty text.
    return input.ids.length > 0 ? input : { ids: [tokeniser.paddingId], types: [0] }
  }
  const run = (input: ModelInput) => session.run([input], tokeniser.paddingId)

  function pool(outputs: Outputs, { ids: { length } }: ModelInput): Float32Array {
    // Models that pool by themselves say so by the name of their output.
    const pooled = outputs.sentence_embedding
    return pooled ? toUnit(pooled.data) : poolText(readStates(outputs), { row: 0, length, pooling })
  }

  const trial = encode('a', 'passage')
  const outputs = await run(trial)
  const vector = pool(outputs, trial)
  const givesTokens = isMadeOfTokens(vector, { states: findStates(outputs), length: trial.ids.length, pooling })
  return {
    facts: { dimensions: vector.length, maximumTokens, givesTokens },
    async embed(texts, purpose) {
      const vectors: Float32Array[] = []
      let tokens = 0
      // One text a run: on a CPU padding costs more than a batch saves, and a text's vector never depends on its neighbours.
      for (const text of texts) {
        const input = encode(text, purpose)
        vectors.push(pool(await run(input), input))
        tokens += input.ids.length
      }
      return { vectors, tokens }
    },
    async embedTokens(text) {
      const prefix = prefixes.passage
      const input = encode(text, 'passage')
      const places = tokeniser.locate(prefix + text, input)
      const { data, dimensions } = readStates(await run(input))
      return places.flatMap((place, index) => {
        // Marks and the prefix are no part of the text.
        if (place === null || place.end <= prefix.length) return []
        const vector = Float32Array.from({ length: dimensions }, (_, at) => Number(data[index * dimensions + at]))
        return [{ start: Math.max(0, place.start - prefix.length), end: place.end - prefix.length, vector }]
      })
    },
    score: null,
    judge: null,
    close: () => session.close(),
  }
}

type Outputs = Readonly<Record<string, Output>>

function findStates(outputs: Outputs): Output | null {
  const named = outputs.last_hidden_state ?? outputs.token_embeddings
  return named ?? Object.values(outputs).find(({ dimensions }) => dimensions.length === 3) ?? null
}

/**
 * Whether tokens can be compared with the model's vectors: where it puts a layer of its own behind the pooling, they are of
 * another space, and mostly of another length.
 */
function isMadeOfTokens(
  vector: Float32Array,
  { states, length, pooling }: { states: Output | null; length: number; pooling: Pooling },
): boolean {
  if (states === null) return false
  const [, sequence = 0, dimensions = 0] = states.dimensions
  if (dimensions !== vector.length) return false
  const pooled = poolText({ data: states.data, sequence, dimensions }, { row: 0, length, pooling })
  return pooled.reduce((sum, value, index) => sum + value * (vector[index] ?? 0), 0) > nearlySame
}

function readStates(outputs: Outputs): HiddenStates {
  const states = findStates(outputs)
  if (states === null) throw new Error('the model gives no hidden states: it is no embedding model')
  const [, sequence = 0, dimensions = 0] = states.dimensions
  return { data: states.data, sequence, dimensions }
}

async function asCrossEncoder({ request, tokeniser, session }: OnnxParts): Promise<LoadedModel> {
  const maximumTokens = request.description.maximumTokens ?? usualMaximum

  async function scoreOne(question: string, passage: string): Promise<{ score: number; tokens: number }> {
    const input = tokeniser.encodePair(question, passage, maximumTokens)
    const { logits } = await session.run([input], tokeniser.paddingId)
    const classes = logits?.dimensions.at(-1)
    if (logits === undefined || (classes !== 1 && classes !== 2)) {
      throw new Error('the model gives no single logit for a pair: it is no reranker')
    }
    // Of two classes, the second is the one that says that the passage fits.
    const score = classes === 1 ? Number(logits.data[0]) : Number(logits.data[1]) - Number(logits.data[0])
    return { score, tokens: input.ids.length }
  }

  await scoreOne('a', 'b')
  return {
    facts: { dimensions: null, maximumTokens, givesTokens: false },
    embed: null,
    embedTokens: null,
    async score(question, passages) {
      const scored = []
      for (const passage of passages) scored.push(await scoreOne(question, passage))
      return {
        scores: scored.map(({ score }) => score),
        tokens: scored.reduce((sum, { tokens }) => sum + tokens, 0),
      }
    },
    judge: null,
    close: () => session.close(),
  }
}
