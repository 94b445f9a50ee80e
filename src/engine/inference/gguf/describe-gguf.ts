import { ModelError } from '../model-runner.ts'
import type { GgufHeader } from './read-header.ts'

/** What the header says of a language model. */
export type LanguageShape = {
  architecture: string
  /** Tokens of one conversation that it was made for. */
  contextTokens: number
  layers: number
  /** Numbers that it was taught. */
  parameters: number
  vocabulary: number
  /** Memory of one token of a conversation, at 16 bits a number. */
  tokenBytes: number
  /** Of the weights, in all parts. */
  weightBytes: number
  /** It brings the layout that its conversations are written in. */
  hasChatTemplate: boolean
}

/** Kinds of models that read both ways or no text at all, and so can't go on with one. */
const encoders = /bert|t5encoder|^clip$|^siglip|^whisper|^jina|^wavtokenizer|^eurobert|^(dream|llada)/
const bytesOfNumber = 2

/**
 * The shape of a language model, from the headers of its files: of a model in parts the first part's first.
 *
 * @throws ModelError MODEL_FAILED when it is another kind of model, or says too little
 */
export function describeGguf(headers: readonly [GgufHeader, ...GgufHeader[]]): LanguageShape {
  const [{ values, lengths }] = headers
  const architecture = values.get('general.architecture')
  const type = values.get('general.type') ?? 'model'
  if (typeof architecture !== 'string') throw no('its header names no architecture')
  if (type !== 'model') throw no(`the file is a ${String(type)}, no whole model`)
  const number = (key: string) => {
    const value = values.get(`${architecture}.${key}`)
    // Layers may differ: the largest of them is what memory has to be there for.
    const found = typeof value === 'object' ? Math.max(0, ...value) : value
    return typeof found === 'number' && Number.isFinite(found) ? found : null
  }
  const isCausal = values.get(`${architecture}.attention.causal`) !== false
  if (encoders.test(architecture) || !isCausal) throw no(`a model of the kind "${architecture}" writes no text`)
  const vocabulary = lengths.get('tokenizer.ggml.tokens') ?? 0
  if (!values.has('tokenizer.ggml.model') || vocabulary === 0) throw no('it has no tokeniser')
  const layers = number('block_count')
  const width = number('embedding_length')
  const contextTokens = number('context_length')
  if (layers === null || width === null || contextTokens === null || layers < 1 || contextTokens < 8) {
    throw no('its header does not tell its size')
  }
  const tensors = headers.flatMap((header) => [...header.tensors])
  if (!tensors.some(([name]) => name === 'token_embd.weight')) throw no('its weights are not all there')
  const heads = Math.max(1, number('attention.head_count') ?? 1)
  const pairs = number('attention.head_count_kv') ?? heads
  const key = number('attention.key_length') ?? width / heads
  const value = number('attention.value_length') ?? width / heads
  return {
    architecture,
    contextTokens,
    layers,
    parameters: tensors.reduce((sum, [, numbers]) => sum + numbers, 0),
    vocabulary,
    tokenBytes: Math.ceil(layers * pairs * (key + value) * bytesOfNumber),
    weightBytes: headers.reduce((sum, { bytes }) => sum + bytes, 0),
    hasChatTemplate: (lengths.get('tokenizer.chat_template') ?? 0) > 0,
  }
}

const no = (reason: string) => new ModelError('MODEL_FAILED', `this is no language model: ${reason}`)
