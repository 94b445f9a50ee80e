import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeOnnxEncoder, makeOnnxReranker } from '../../../../test/support/models/onnx-models.ts'
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts'
import { openLocalEmbedder } from '../local/open-local-model.ts'
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
