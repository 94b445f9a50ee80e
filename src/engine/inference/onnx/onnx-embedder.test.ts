import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { makeOnnxEncoder } from '../../../../test/support/models/onnx-models.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openLocalEmbedder } from '../local/open-local-model.ts'
import type { Embedder, EmbedPurpose } from '../model-runner.ts'
import type { ModelDescription } from '../model-source.ts'

const never = new AbortController().signal
const texts = [
  'The cat sat on the mat.',
  'quarterly revenue grew by ten percent',
  'word '.repeat(90),
  '',
  'Zoë’s naïve café — 漢字, emoji 😀 and ümlauts',
]

async function open(folder: string, description: Partial<ModelDescription> = {}): Promise<Embedder> {
  const embedder = await openLocalEmbedder({ runtime: 'onnx', folder, description })
  onTestFinished(() => embedder.close())
  return embedder
}

async function made(options: Parameters<typeof makeOnnxEncoder>[1] = {}): Promise<string> {
  const folder = temporaryFolder()
  makeOnnxEncoder(folder, options)
  return folder
}

// For tests that ask and change nothing: a start takes longer than what most of them do.
const madeFolder = mkdtempSync(join(tmpdir(), 'diwan-encoder-'))
let plain: Embedder
let prefixed: Embedder

beforeAll(async () => {
  makeOnnxEncoder(madeFolder)
  const prefixes = { query: 'query: ', passage: 'passage: ' }
  plain = await openLocalEmbedder({ runtime: 'onnx', folder: madeFolder })
  prefixed = await openLocalEmbedder({ runtime: 'onnx', folder: madeFolder, description: { prefixes } })
})
afterAll(async () => {
  await Promise.all([plain.close(), prefixed.close()])
  rmSync(madeFolder, { recursive: true })
})

const embed = async (embedder: Embedder, inputs: string[], purpose: EmbedPurpose = 'passage') =>
  (await embedder.embed(inputs, { purpose, signal: never })).vectors

const cosine = (a: Float32Array | undefined, b: Float32Array | undefined) =>
  a?.reduce((sum, value, index) => sum + value * (b?.[index] ?? 0), 0) ?? Number.NaN

function farthest(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  return Math.max(
    ...a.flatMap((vector, row) => Array.from(vector, (value, at) => Math.abs(value - (b[row]?.[at] ?? 9)))),
  )
}

describe('MOD-4.embed-local: an ONNX model on this machine', () => {
  it('gives vectors of length 1, near for texts that share words, and counts what it read', async () => {
    const { vectors, tokens } = await plain.embed(['a cat on a mat', 'the cat is on the mat', 'tax law of Ohio'], {
      purpose: 'passage',
      signal: never,
    })
    expect(vectors.map((vector) => Math.round(cosine(vector, vector) * 1e5) / 1e5)).toEqual([1, 1, 1])
    expect(cosine(vectors[0], vectors[1])).toBeGreaterThan(cosine(vectors[0], vectors[2]))
    // 5, 6 and 4 words, and two marks around each.
    expect({ tokens, dimensions: plain.dimensions, most: plain.maximumTokens }).toEqual({
      tokens: 21,
      dimensions: 32,
      most: 128,
    })
  })

  it('MOD-4.batch: a text has the same vector among others as alone', async () => {
    // Catches padding that takes part, and vectors in another order than the texts.
    const many = Array.from({ length: 40 }, (_, index) => `${texts[index % texts.length]} ${index}`)
    const together = await embed(plain, many)
    const alone = (await Promise.all(many.map((text) => embed(plain, [text])))).flat()
    expect(together).toHaveLength(40)
    expect(farthest(together, alone)).toBeLessThan(1e-5)
    expect(await embed(plain, [])).toEqual([])
  })

  it('puts its prefix before a question and a passage', async () => {
    expect(await embed(prefixed, ['cats'], 'query')).toEqual(await embed(plain, ['query: cats']))
    expect(await embed(prefixed, ['cats'], 'passage')).toEqual(await embed(plain, ['passage: cats']))
  })

  it('cuts what is longer than it reads, and keeps the mark at the end', async () => {
    // Catches a cut that takes the last mark away, which gives another vector than the model was trained to.
    const embedder = await open(await made({ maximumTokens: 16 }))
    const [long] = await embed(embedder, ['cat '.repeat(500)])
    const [fits] = await embed(embedder, ['cat '.repeat(14)])
    expect(long).toEqual(fits)
  })

  it('pools as it is told, and by the mean when nobody says', async () => {
    const vectors: Float32Array[] = []
    const fingerprints: string[] = []
    const told = (['cls', 'last', 'mean'] as const).map((pooling) => open(madeFolder, { pooling }))
    for (const embedder of [...(await Promise.all(told)), plain]) {
      vectors.push(...(await embed(embedder, ['the cat sat'])))
      fingerprints.push(embedder.fingerprint)
    }
    const [first, last, mean, unsaid] = vectors
    expect(unsaid).toEqual(mean)
    // Vectors that can't be compared never get the same name.
    expect(fingerprints[3]).toBe(fingerprints[2])
    expect(new Set(fingerprints).size).toBe(3)
    expect(Math.max(cosine(first, last), cosine(first, mean), cosine(last, mean))).toBeLessThan(0.999)
  })

  it('reads weights of 16 and 8 bits, wherever exporters put them', async () => {
    const [whole] = await embed(plain, ['the cat sat'])
    const [half] = await embed(await open(await made({ precision: 'fp16', file: 'model_fp16.onnx' })), ['the cat sat'])
    const [byte] = await embed(await open(await made({ precision: 'int8', file: 'onnx/model_quantized.onnx' })), [
      'the cat sat',
    ])
    expect(cosine(whole, half)).toBeGreaterThan(0.999)
    expect(cosine(whole, byte)).toBeGreaterThan(0.98)
  })

  it('takes pooling, prefixes and length from the files of Sentence Transformers', async () => {
    const folder = await made()
    const expected = await embed(
      await open(folder, { pooling: 'cls', prefixes: { query: 'q: ', passage: '' } }),
      ['cats'],
      'query',
    )
    writeFileSync(join(folder, 'sentence_bert_config.json'), '{"max_seq_length": 20}')
    writeFileSync(join(folder, 'config_sentence_transformers.json'), '{"prompts": {"query": "q: "}}')
    mkdirSync(join(folder, '1_Pooling'))
    writeFileSync(join(folder, '1_Pooling/config.json'), '{"pooling_mode_cls_token": true}')
    const embedder = await open(folder)
    expect(embedder.maximumTokens).toBe(20)
    expect(await embed(embedder, ['cats'], 'query')).toEqual(expected)
  })
})

describe('MOD-4.embed-local: tokens of a text, for late chunking', () => {
  it('come with their places, without the marks and the prefix', async () => {
    const text = 'Ünbelievably cats,\n\nsat  on 漢字 mats'
    const tokens = (await prefixed.embedTokens?.(text, never)) ?? []
    expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Ün',
      'bel',
      'ie',
      'va',
      'bly',
      'cats',
      ',',
      'sat',
      'on',
      '漢',
      '字',
      'mats',
    ])
    expect(new Set(tokens.map(({ vector }) => vector.length))).toEqual(new Set([32]))
  })

  it('are not offered by a model that makes its vectors of them by a layer of its own', async () => {
    // Catches chunks of late chunking in another space than the questions, even where both have one length.
    const { dimensions, embedTokens } = await open(await made({ projectedTo: 32 }))
    expect({ dimensions, embedTokens }).toEqual({ dimensions: 32, embedTokens: null })
  })
})

describe('MOD-4.embed-local: what is no model, or no longer one', () => {
  it.each([
    ['a missing tokeniser', (folder: string) => rmSync(join(folder, 'tokenizer.json')), 'tokenizer.json is missing'],
    ['missing weights', (folder: string) => rmSync(join(folder, 'onnx/model.onnx')), 'there is no .onnx file'],
    ['cut weights', (folder: string) => truncateSync(join(folder, 'onnx/model.onnx'), 5_000), /./],
    ['empty weights', (folder: string) => truncateSync(join(folder, 'onnx/model.onnx'), 0), /./],
    [
      'a damaged description',
      (folder: string) => writeFileSync(join(folder, 'config.json'), '{"a":'),
      'config.json is damaged',
    ],
    [
      'a description of a model that reads next to nothing',
      (folder: string) => writeFileSync(join(folder, 'config.json'), '{"max_position_embeddings":1}'),
      'a model that reads 1 tokens',
    ],
    ['a damaged tokeniser', (folder: string) => writeFileSync(join(folder, 'tokenizer.json'), '[]'), /./],
    ['a missing folder', (folder: string) => rmSync(folder, { recursive: true }), "the model's folder can't be read"],
  ])('%s is refused with a reason and no path', async (_name, damage, reason) => {
    const folder = await made()
    damage(folder)
    const failure = await open(folder).then(
      () => null,
      (error: Error & { code: string }) => error,
    )
    expect(failure).toMatchObject({ code: 'MODEL_FAILED' })
    expect(failure?.message).toMatch(reason)
    expect(failure?.message).not.toContain(folder)
  })
})
