import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeOnnxEncoder, makeOnnxReranker } from '../../../../test/support/models/onnx-models.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openLocalEmbedder } from '../local/open-local-model.ts'
import { findWeights } from './find-weights.ts'
import { importModel } from './import-model.ts'

let from: string
let folder: string

beforeEach(() => {
  from = temporaryFolder()
  folder = join(temporaryFolder(), 'models', 'mine')
})

describe('MOD-4.embed-local: a model from the disk', () => {
  it('is copied with what it needs, tried, and runs when the original is gone', async () => {
    makeOnnxEncoder(from, { dimensions: 64 })
    writeFileSync(join(from, 'pytorch_model.bin'), 'weights of another runtime')
    const taken = await importModel({ path: from, kind: 'embedding', folder })
    rmSync(from, { recursive: true })
    expect(taken).toMatchObject({ runtime: 'onnx', dimensions: 64, maximumTokens: 128 })
    expect(readdirSync(folder).sort()).toEqual([
      'config.json',
      'model-lock.json',
      'onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ])
    expect(readdirSync(join(folder, '..'))).toEqual(['mine'])
    const embedder = await openLocalEmbedder({ runtime: 'onnx', folder })
    await embedder.close()
    expect(embedder.fingerprint).toBe(taken.fingerprint)
  })

  it('MOD-4.rerank-local: a reranker is taken as one', async () => {
    makeOnnxReranker(from)
    expect(await importModel({ path: from, kind: 'reranking', folder })).toMatchObject({ dimensions: null })
  })

  it.each([
    ['a folder without a model', () => writeFileSync(join(from, 'readme.txt'), 'hello'), 'MODEL_FAILED'],
    ['a model of the other kind', () => makeOnnxReranker(from), 'MODEL_FAILED'],
    ['a model whose numbers are none', () => makeOnnxEncoder(from, { isBroken: true }), 'MODEL_FAILED'],
    ['a model of absurd size', () => makeOnnxEncoder(from, { projectedTo: 20_000 }), 'MODEL_FAILED'],
    ['a path that is not there', () => rmSync(from, { recursive: true }), 'PATH_NOT_FOUND'],
  ])('%s leaves nothing behind', async (_name, prepare, code) => {
    prepare()
    await expect(importModel({ path: from, kind: 'embedding', folder })).rejects.toMatchObject({ code })
    expect(existsSync(folder) || existsSync(`${folder}.import`)).toBe(false)
  })

  // Catches an import that fails as a fault of ours.
  it('a path that can be none is refused like one where nothing is', async () => {
    const file = join(from, 'file.gguf')
    writeFileSync(file, 'x')
    symlinkSync('loop.gguf', join(from, 'loop.gguf'))
    const paths = [
      join(file, 'below.gguf'),
      join(from, 'loop.gguf'),
      join(from, `${'x'.repeat(300)}.gguf`),
      'a\0b.gguf',
    ]
    for (const path of paths) {
      await expect(importModel({ path, kind: 'language', folder })).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
    }
  })

  it('MOD-2.import: a folder without a language model is refused for what it lacks, and no name is too loud', async () => {
    await expect(importModel({ path: from, kind: 'language', folder })).rejects.toThrow('there is no .gguf file')
    writeFileSync(join(from, 'STORIES.GGUF'), 'GGUF')
    expect(await findWeights(from, 'gguf')).toEqual(['STORIES.GGUF'])
  })

  it('a file that is no GGUF is refused by its name, and what is no file at all by what it is', async (context) => {
    const path = join(from, 'model.bin')
    writeFileSync(path, 'x')
    await expect(importModel({ path, kind: 'embedding', folder })).rejects.toThrow('the file is no .gguf file')
    context.skip(process.platform === 'win32', 'Windows has no pipes in folders')
    // Catches an import that waits for a pipe, for ever.
    const pipe = join(from, 'pipe.gguf')
    execFileSync('mkfifo', [pipe])
    await expect(importModel({ path: pipe, kind: 'embedding', folder })).rejects.toThrow('the file is no .gguf file')
  })
})
