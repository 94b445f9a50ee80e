import type { OnnxGraph } from './onnx-graph.ts'

export type BertShape = {
  vocabulary: number
  hidden: number
  layers: number
  heads: number
  /** Tokens that it has positions for. */
  positions: number
}

export type BertInputs = { ids: string; mask: string; types: string }

/** Numbers of a normal distribution around 0. */
export type RandomNormal = (count: number, deviation: number) => Float32Array

/**
 * How far layers and positions move a token away from its word's own vector. Small, so that an untrained encoder still
 * puts texts near each other that share words, as a trained one would; not nothing, so that every part counts.
 */
const contextWeight = 0.25

export function addBertInputs(graph: OnnxGraph): BertInputs {
  const shape = ['batch', 'sequence']
  return {
    ids: graph.input('input_ids', shape),
    mask: graph.input('attention_mask', shape),
    types: graph.input('token_type_ids', shape),
  }
}

/** The layers of BERT, with random weights. Gives the last hidden state: batch × sequence × hidden. */
export function addBertEncoder(
  graph: OnnxGraph,
  inputs: BertInputs,
  { shape, random }: { shape: BertShape; random: RandomNormal },
): string {
  const { hidden, heads } = shape
  const size = hidden / heads
  const ones = new Float32Array(hidden).fill(1)
  const dense = (from: string, width: number, to: { width: number; deviation: number }) => {
    const product = graph.add('MatMul', [
      from,
      graph.weight([width, to.width], random(width * to.width, to.deviation / Math.sqrt(width))),
    ])
    return graph.add('Add', [product, graph.weight([to.width], random(to.width, 0.01))])
  }
  const normalise = (from: string) =>
    graph.add(
      'LayerNormalization',
      [from, graph.weight([hidden], ones), graph.weight([hidden], random(hidden, 0.01))],
      {
        axis: { integer: -1 },
        epsilon: { float: 1e-12 },
      },
    )
  /** Batch × heads × …; the two last dimensions are changed about for keys. */
  const split = (from: string, order: readonly number[]) =>
    graph.add('Transpose', [graph.add('Reshape', [from, graph.integers([0, 0, heads, size])])], {
      perm: { integers: order },
    })

  let state = normalise(addEmbeddings(graph, inputs, { shape, random }))
  const bias = addMaskBias(graph, inputs.mask)
  for (let layer = 0; layer < shape.layers; layer++) {
    const query = split(dense(state, hidden, { width: hidden, deviation: 1 }), [0, 2, 1, 3])
    const keys = split(dense(state, hidden, { width: hidden, deviation: 1 }), [0, 2, 3, 1])
    const values = split(dense(state, hidden, { width: hidden, deviation: 1 }), [0, 2, 1, 3])
    const scores = graph.add('Mul', [graph.add('MatMul', [query, keys]), graph.float(1 / Math.sqrt(size))])
    const attention = graph.add('Softmax', [graph.add('Add', [scores, bias])], { axis: { integer: -1 } })
    const context = graph.add('Transpose', [graph.add('MatMul', [attention, values])], {
      perm: { integers: [0, 2, 1, 3] },
    })
    const joined = graph.add('Reshape', [context, graph.integers([0, 0, hidden])])
    const attended = dense(joined, hidden, { width: hidden, deviation: contextWeight })
    state = normalise(graph.add('Add', [state, attended]))
    const inner = graph.add('Gelu', [dense(state, hidden, { width: 2 * hidden, deviation: 1 })])
    const outer = dense(inner, 2 * hidden, { width: hidden, deviation: contextWeight })
    state = normalise(graph.add('Add', [state, outer]))
  }
  return state
}

function addEmbeddings(
  graph: OnnxGraph,
  { ids, types }: BertInputs,
  { shape, random }: { shape: BertShape; random: RandomNormal },
): string {
  const { hidden, vocabulary, positions } = shape
  const table = (rows: number, deviation: number) => graph.weight([rows, hidden], random(rows * hidden, deviation))
  const length = graph.add('Gather', [graph.add('Shape', [ids]), graph.integer(1)], { axis: { integer: 0 } })
  const places = graph.add('Range', [graph.integer(0), length, graph.integer(1)])
  const words = graph.add('Gather', [table(vocabulary, 1), ids])
  const withPlaces = graph.add('Add', [words, graph.add('Gather', [table(positions, contextWeight / 2), places])])
  return graph.add('Add', [withPlaces, graph.add('Gather', [table(2, contextWeight / 4), types])])
}

/** Batch × 1 × 1 × sequence: 0 for a token, far below 0 for padding. */
function addMaskBias(graph: OnnxGraph, mask: string): string {
  const missing = graph.add('Sub', [graph.float(1), toFloat(graph, mask)])
  const bias = graph.add('Mul', [missing, graph.float(-10_000)])
  return graph.add('Unsqueeze', [bias, graph.integers([1, 2])])
}

export function toFloat(graph: OnnxGraph, integers: string): string {
  return graph.add('Cast', [integers], { to: { integer: 1 } })
}
