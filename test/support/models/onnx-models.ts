import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { addBertEncoder, addBertInputs, type BertShape, toFloat } from './bert-graph.ts'
import { createOnnxGraph, type OnnxGraph, type Precision } from './onnx-graph.ts'
import { createNormal } from './random-normal.ts'

/** The tokeniser of all-MiniLM-L6-v2: 30,522 word pieces of English in lower case. */
export const tokenizerFolder = join(import.meta.dirname, '../../../../shared/data/models/minilm-tokenizer')

export type MadeModelOptions = {
  seed?: number
  /** Numbers of a vector; a multiple of 4. */
  dimensions?: number
  layers?: number
  /** Tokens that it reads of one text. */
  maximumTokens?: number
  /** Where the weights are written, below the folder, and how they are stored. */
  file?: string
  precision?: Precision
  /** It pools by itself, and puts a layer behind it that gives so many numbers. */
  projectedTo?: number
  /** Its numbers are none. */
  isBroken?: boolean
}

const heads = 4

/**
 * Writes an embedding model into `folder`: BERT's operators with random weights, the same for the same seed, and a real
 * tokeniser. Untrained, yet texts that share words get near vectors. Pooling is for its user to choose; `mean` fits.
 */
export function makeOnnxEncoder(folder: string, options: MadeModelOptions = {}): void {
  const shape = shapeOf(options)
  writeModel(folder, { options, shape, architecture: 'BertModel' }, (graph) => {
    const inputs = addBertInputs(graph)
    const random = createNormal(options.seed ?? 1)
    const encoded = addBertEncoder(graph, inputs, { shape, random })
    const state = options.isBroken ? graph.add('Mul', [encoded, graph.add('Sqrt', [graph.float(-1)])]) : encoded
    const { projectedTo: width } = options
    if (width !== undefined) {
      const mean = graph.add('ReduceMean', [state, graph.integers([1])], { keepdims: { integer: 0 } })
      const layer = graph.weight([shape.hidden, width], random(shape.hidden * width, 1))
      graph.addNamed('sentence_embedding', 'MatMul', [mean, layer])
      graph.output('sentence_embedding', ['batch', width])
    }
    graph.addNamed('last_hidden_state', 'Identity', [state])
    graph.output('last_hidden_state', ['batch', 'sequence', shape.hidden])
  })
}

/**
 * Writes a reranking model (a cross-encoder) into `folder`, with one logit for a pair of question and passage: larger the
 * more of the question's tokens meet a like one in the passage.
 */
export function makeOnnxReranker(folder: string, options: MadeModelOptions = {}): void {
  const shape = shapeOf(options)
  writeModel(folder, { options, shape, architecture: 'BertForSequenceClassification' }, (graph) => {
    const inputs = addBertInputs(graph)
    const state = addBertEncoder(graph, inputs, { shape, random: createNormal(options.seed ?? 1) })
    graph.addNamed('logits', 'Identity', [addMeeting(graph, state, inputs)])
    graph.output('logits', ['batch', 1])
  })
}

export type MadeEntailmentOptions = MadeModelOptions & {
  /** The model's classes in their order. The one called "entailment" gets the likelier the more of the claim is met. */
  labels?: readonly string[]
  /** What config.json says of the classes, in the place of `labels`. */
  config?: Record<string, unknown>
}

/** How much of a claim has to be met by its premise for the model to hold it for entailed. */
const enoughMet = 0.7

/**
 * Writes an entailment model into `folder`: it holds a claim for entailed when seven tenths of its tokens meet a like one in
 * the premise. Of the other classes, the first gets what entailment does not get, and the others nothing.
 */
export function makeOnnxEntailment(folder: string, options: MadeEntailmentOptions = {}): void {
  const { labels = ['contradiction', 'entailment', 'neutral'], isBroken = false } = options
  const shape = shapeOf(options)
  const config = options.config ?? { id2label: Object.fromEntries(labels.map((label, id) => [`${id}`, label])) }
  writeModel(folder, { options, shape, architecture: 'BertForSequenceClassification', config }, (graph) => {
    const { ids, mask, types } = addBertInputs(graph)
    const state = addBertEncoder(graph, { ids, mask, types }, { shape, random: createNormal(options.seed ?? 1) })
    const first = graph.add('Sub', [graph.integer(1), types])
    const met = graph.add('Sub', [addMeeting(graph, state, { mask, types: first }), graph.float(20 * enoughMet - 10)])
    const others = labels.filter((label) => label.toLowerCase() !== 'entailment')
    const logitOf = (label: string) => {
      if (isBroken) return graph.add('Sqrt', [graph.add('Sub', [met, graph.float(100)])])
      if (label.toLowerCase() === 'entailment') return met
      return label === others[0]
        ? graph.add('Neg', [met])
        : graph.add('Sub', [graph.add('Abs', [met]), graph.float(50)])
    }
    graph.addNamed('logits', 'Identity', [graph.add('Concat', labels.map(logitOf), { axis: { integer: 1 } })])
    graph.output('logits', ['batch', labels.length])
  })
}

/**
 * The mean, over the tokens of type 0, of the likeness of the likest token of type 1; between about -10 and 10. Marks count
 * as tokens.
 */
function addMeeting(graph: OnnxGraph, state: string, { mask, types }: { mask: string; types: string }): string {
  const length = graph.add('ReduceL2', [state, graph.integers([-1])])
  const unit = graph.add('Div', [state, length])
  const likeness = graph.add('MatMul', [unit, graph.add('Transpose', [unit], { perm: { integers: [0, 2, 1] } })])
  const ofSecond = graph.add('Mul', [toFloat(graph, types), toFloat(graph, mask)])
  const ofFirst = graph.add('Sub', [toFloat(graph, mask), ofSecond])
  const away = graph.add('Mul', [graph.add('Sub', [ofSecond, graph.float(1)]), graph.float(10)])
  const best = graph.add('ReduceMax', [
    graph.add('Add', [likeness, graph.add('Unsqueeze', [away, graph.integers([1])])]),
    graph.integers([-1]),
  ])
  const row = graph.add('Squeeze', [best, graph.integers([-1])])
  const sum = graph.add('ReduceSum', [graph.add('Mul', [row, ofFirst]), graph.integers([-1])])
  const count = graph.add('ReduceSum', [ofFirst, graph.integers([-1])])
  return graph.add('Sub', [graph.add('Mul', [graph.add('Div', [sum, count]), graph.float(20)]), graph.float(10)])
}

function shapeOf({ dimensions = 32, layers = 2, maximumTokens = 128 }: MadeModelOptions): BertShape {
  const vocabulary = readFileSync(join(tokenizerFolder, 'vocab.txt'), 'utf8').trimEnd().split('\n').length
  return { vocabulary, hidden: dimensions, layers, heads, positions: maximumTokens }
}

function writeModel(
  folder: string,
  made: {
    options: MadeModelOptions
    shape: BertShape
    architecture: string
    /** Of config.json, beside what every model has. */
    config?: Record<string, unknown>
  },
  build: (graph: OnnxGraph) => void,
): void {
  const { options, shape, architecture } = made
  const { file = 'onnx/model.onnx', precision = 'fp32' } = options
  const graph = createOnnxGraph(precision)
  build(graph)
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, graph.encode())
  copyFileSync(join(tokenizerFolder, 'tokenizer.json'), join(folder, 'tokenizer.json'))
  const config = {
    architectures: [architecture],
    model_type: 'bert',
    hidden_size: shape.hidden,
    intermediate_size: 2 * shape.hidden,
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    max_position_embeddings: shape.positions,
    type_vocab_size: 2,
    vocab_size: shape.vocabulary,
    pad_token_id: 0,
    ...made.config,
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
  const tokenizer = JSON.parse(readFileSync(join(tokenizerFolder, 'tokenizer_config.json'), 'utf8'))
  writeFileSync(
    join(folder, 'tokenizer_config.json'),
    JSON.stringify({ ...tokenizer, model_max_length: shape.positions }),
  )
}
