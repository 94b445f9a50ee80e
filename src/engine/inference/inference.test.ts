import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { hubModel, sha256, startModelHub } from '../../../test/support/models/model-hub.ts'
import { answerJson, openNet, startModelServer } from '../../../test/support/models/model-server.ts'
import { makeOnnxEncoder } from '../../../test/support/models/onnx-models.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { sourceOf } from './catalogue/catalogue.ts'
import { createInference } from './inference.ts'
import type { Embedder } from './model-runner.ts'

const never = new AbortController().signal

function contentsOf(folder: string): Record<string, Buffer> {
  const names = readdirSync(folder, { recursive: true }).map(String)
  const files = names.filter((name) => statSync(join(folder, name)).isFile())
  return Object.fromEntries(
    files.map((name) => [relative('.', name).replaceAll('\\', '/'), readFileSync(join(folder, name))]),
  )
}

async function embed(embedder: Embedder, text: string): Promise<Float32Array | undefined> {
  onTestFinished(() => embedder.close())
  return (await embedder.embed([text], { purpose: 'passage', signal: never })).vectors[0]
}

describe('MOD-4.embed-local: from the catalogue to a vector', () => {
  it('a model is downloaded, checked and run, and gives the vectors of the original', async () => {
    const original = temporaryFolder()
    makeOnnxEncoder(original)
    const hub = await startModelHub(contentsOf(original))
    const weights = hub.files.get('onnx/model.onnx') ?? Buffer.alloc(0)
    const model = hubModel(hub)
    const files = model.files.map((file) =>
      file.path === 'onnx/model.onnx' ? { ...file, sha256: sha256(weights) } : file,
    )
    const entry = { ...model, files }
    const { net } = openNet({ privateAddresses: true })
    const inference = createInference({ net, catalogue: { version: 1, hub: hub.url, models: [entry] } })
    const folder = join(temporaryFolder(), entry.id)
    await inference.download(entry, { folder, onProgress: () => undefined, signal: never })
    expect(inference.catalogue).toEqual([entry])
    expect(await embed(await inference.openEmbedder(sourceOf(entry, folder), never), 'the cat')).toEqual(
      await embed(await inference.openEmbedder({ runtime: 'onnx', folder: original }, never), 'the cat'),
    )
  })
})

describe('MOD-4.embed-remote, MOD-4.rerank-remote: a server behind the same door', () => {
  it('embeds and reranks', async () => {
    const { url } = await startModelServer(({ path, body }, response) => {
      const { input, documents } = JSON.parse(body)
      if (path.endsWith('/rerank')) {
        answerJson(response, {
          results: documents.map((_: string, index: number) => ({ index, relevance_score: index })),
        })
      } else answerJson(response, { data: input.map(() => ({ embedding: [0, 2] })) })
    })
    const { net } = openNet()
    const inference = createInference({ net })
    const source = { runtime: 'openai-compatible' as const, url, name: 'm', key: null }
    expect(await embed(await inference.openEmbedder(source, never), 'the cat')).toEqual(Float32Array.of(0, 1))
    const reranker = await inference.openReranker(source)
    expect((await reranker.score('why?', ['a', 'b'], never)).scores).toEqual([0, 1])
    await expect(inference.openReranker({ ...source, runtime: 'gemini' })).rejects.toMatchObject({
      code: 'MODEL_FAILED',
    })
  })
})
