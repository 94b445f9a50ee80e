import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeGguf, type GgufTensor, type GgufValue } from './gguf-file.ts'
import { tokenizerFolder } from './onnx-models.ts'
import { createNormal } from './random-normal.ts'

const hidden = 32
const inner = 64
const heads = 4
const positions = 128
/** As llama.cpp numbers the ways of pooling. */
const poolings = { mean: 1, rank: 4 } as const

/** Writes an embedding model of BERT's kind for llama.cpp into `folder`: random weights, a real vocabulary. */
export function makeGgufEncoder(folder: string, { seed = 1 }: { seed?: number } = {}): void {
  writeModel(folder, { pooling: 'mean', tensors: bertTensors(seed) })
}

/** Writes a reranking model of BERT's kind for llama.cpp into `folder`. Its scores mean nothing, but differ. */
export function makeGgufReranker(folder: string, { seed = 1 }: { seed?: number } = {}): void {
  const random = createNormal(seed + 1_000)
  const head: GgufTensor[] = [
    { name: 'cls.weight', dimensions: [hidden, hidden], values: random(hidden * hidden, 0.3) },
    { name: 'cls.bias', dimensions: [hidden], values: random(hidden, 0.1) },
    { name: 'cls.output.weight', dimensions: [hidden, 1], values: random(hidden, 0.5) },
    { name: 'cls.output.bias', dimensions: [1], values: random(1, 0.1) },
  ]
  writeModel(folder, { pooling: 'rank', tensors: [...bertTensors(seed), ...head] })
}

const vocabulary = () => readFileSync(join(tokenizerFolder, 'vocab.txt'), 'utf8').trimEnd().split('\n')

function bertTensors(seed: number): GgufTensor[] {
  const random = createNormal(seed)
  const table = (name: string, rows: number, deviation: number): GgufTensor => ({
    name,
    dimensions: [hidden, rows],
    values: random(hidden * rows, deviation),
  })
  const norm = (name: string): GgufTensor[] => [
    { name: `${name}.weight`, dimensions: [hidden], values: new Float32Array(hidden).fill(1) },
    { name: `${name}.bias`, dimensions: [hidden], values: random(hidden, 0.01) },
  ]
  const dense = (name: string, from: number, to: number): GgufTensor[] => [
    { name: `${name}.weight`, dimensions: [from, to], values: random(from * to, 0.3 / Math.sqrt(from)) },
    { name: `${name}.bias`, dimensions: [to], values: random(to, 0.01) },
  ]
  return [
    table('token_embd.weight', vocabulary().length, 1),
    table('position_embd.weight', positions, 0.1),
    table('token_types.weight', 2, 0.1),
    ...norm('token_embd_norm'),
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) => dense(`blk.0.${name}`, hidden, hidden)),
    ...norm('blk.0.attn_output_norm'),
    ...dense('blk.0.ffn_up', hidden, inner),
    ...dense('blk.0.ffn_down', inner, hidden),
    ...norm('blk.0.layer_output_norm'),
  ]
}

function writeModel(
  folder: string,
  { pooling, tensors }: { pooling: keyof typeof poolings; tensors: readonly GgufTensor[] },
): void {
  const words = vocabulary()
  const place = (word: string): GgufValue => ({ uint32: words.indexOf(word) })
  const isMark = (word: string) => /^\[.+\]$/.test(word)
  const values: Record<string, GgufValue> = {
    'general.architecture': { string: 'bert' },
    'general.name': { string: 'made by tests' },
    'bert.context_length': { uint32: positions },
    'bert.embedding_length': { uint32: hidden },
    'bert.block_count': { uint32: 1 },
    'bert.feed_forward_length': { uint32: inner },
    'bert.attention.head_count': { uint32: heads },
    'bert.attention.layer_norm_epsilon': { float32: 1e-12 },
    'bert.attention.causal': { bool: false },
    'bert.pooling_type': { uint32: poolings[pooling] },
    'tokenizer.ggml.model': { string: 'bert' },
    'tokenizer.ggml.token_type_count': { uint32: 2 },
    // Pieces that begin a word carry the mark here, those within one do not.
    'tokenizer.ggml.tokens': {
      strings: words.map((word) => (isMark(word) ? word : word.startsWith('##') ? word.slice(2) : `▁${word}`)),
    },
    // 3: a mark, 1: a piece of text.
    'tokenizer.ggml.token_type': { int32s: words.map((word) => (isMark(word) ? 3 : 1)) },
    'tokenizer.ggml.bos_token_id': place('[CLS]'),
    'tokenizer.ggml.eos_token_id': place('[SEP]'),
    'tokenizer.ggml.unknown_token_id': place('[UNK]'),
    'tokenizer.ggml.seperator_token_id': place('[SEP]'),
    'tokenizer.ggml.padding_token_id': place('[PAD]'),
    'tokenizer.ggml.cls_token_id': place('[CLS]'),
    'tokenizer.ggml.mask_token_id': place('[MASK]'),
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.gguf'), encodeGguf(values, tensors))
}
