import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeOnnxEncoder, makeOnnxReranker } from '../support/models/onnx-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { openTestEngine, shareTestEngine } from '../support/test-engine.ts'

const key = 'sk-a-key-that-nobody-sees'

/** A server of embeddings that answers with what it was asked for, if the key is right. */
async function startServer(): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (data: Buffer) => {
      body += data
    })
    request.on('end', () => {
      if (request.headers.authorization !== `Bearer ${key}`) {
        response.writeHead(401).end()
        return
      }
      const { input } = JSON.parse(body) as { input: string[] }
      const data = input.map((text, index) => ({ index, embedding: [text.length, 1, 2] }))
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data, usage: { prompt_tokens: input.length } }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

const shared = shareTestEngine()

test('models of the catalogue, of the disk and of servers are one list, tried and removed alike', async () => {
  const { client } = shared
  const available = await client.models.list({})
  expect(available.every(({ state }) => state === 'available')).toBe(true)
  expect(available.filter(({ kind, isDefault }) => kind === 'embedding' && isDefault)).toHaveLength(1)
  const folder = temporaryFolder()
  makeOnnxEncoder(folder, { dimensions: 32 })
  const imported = await client.models.import({ path: folder, modelId: 'mine', kind: 'embedding' })
  expect(imported).toMatchObject({ id: 'mine', state: 'installed', runtime: 'onnx', dimensions: 32, inputPrice: 0 })
  const tried = await client.models.test({ modelId: 'mine' })
  expect(tried.model).toEqual(imported)
  const rerankers = temporaryFolder()
  makeOnnxReranker(rerankers)
  await client.models.import({ path: rerankers, modelId: 'judge', kind: 'reranking' })
  await client.models.test({ modelId: 'judge' })
  const reranking = await client.models.list({ kind: 'reranking' })
  expect(reranking.filter(({ state }) => state === 'installed').map(({ id }) => id)).toEqual(['judge'])
  await client.models.remove({ modelId: 'mine' })
  await expect(client.models.test({ modelId: 'mine' })).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' })
  const [first] = available
  await expect(client.models.test({ modelId: first?.id ?? '' })).rejects.toMatchObject({ code: 'MODEL_NOT_INSTALLED' })
})

test('a key of a server is used, and stands in no answer, file or log line', async () => {
  const { client, dataFolder, log } = await openTestEngine({ logLevel: 'debug' })
  const url = await startServer()
  const about = {
    modelId: 'far/away',
    kind: 'embedding' as const,
    runtime: 'openai-compatible' as const,
    url,
    name: 'm',
  }
  const added = await client.models.add({ ...about, key, inputPrice: 20_000_000 })
  expect(added).toMatchObject({ state: 'installed', url, dimensions: null, inputPrice: 20_000_000 })
  // Would catch a server that runs another model later, whose vectors nobody could compare.
  await client.libraries.create({ name: 'docs' })
  await client.libraries.embed({ library: 'docs', modelId: 'far/away' })
  expect((await client.models.list({})).find(({ id }) => id === 'far/away')?.dimensions).toBe(3)
  await client.libraries.embed({ library: 'docs', modelId: null })
  expect((await client.models.test({ modelId: 'far/away' })).model.dimensions).toBe(3)
  const shown = JSON.stringify([added, await client.models.list({}), log])
  expect(shown).not.toContain(key)
  for (const path of filesOf(dataFolder)) expect(readFileSync(path).includes(key)).toBe(false)
  await client.models.remove({ modelId: 'far/away' })
  await client.models.add(about)
  await expect(client.models.test({ modelId: 'far/away' })).rejects.toMatchObject({
    code: 'MODEL_UNREACHABLE',
    data: { status: 401 },
  })
})

test('names that are taken, and what is no model, are refused, and leave nothing', async () => {
  const { client } = shared
  const folder = temporaryFolder()
  await expect(client.models.import({ path: folder, modelId: 'x', kind: 'embedding' })).rejects.toMatchObject({
    code: 'MODEL_INVALID',
  })
  await expect(
    client.models.import({ path: join(folder, 'none'), modelId: 'x', kind: 'embedding' }),
  ).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
  makeOnnxEncoder(folder)
  await client.models.import({ path: folder, modelId: 'x', kind: 'embedding' })
  await expect(client.models.import({ path: folder, modelId: 'x', kind: 'embedding' })).rejects.toMatchObject({
    code: 'MODEL_NAME_TAKEN',
  })
  const url = 'http://127.0.0.1:1'
  await expect(
    client.models.add({ modelId: 'y', kind: 'reranking', runtime: 'gemini', url, name: 'm' }),
  ).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  await expect(
    client.models.add({ modelId: 'y', kind: 'entailment', runtime: 'openai-compatible', url, name: 'm' }),
  ).rejects.toMatchObject({ code: 'MODEL_INVALID' })
  await client.settings.update({ changes: [{ setting: 'network.offline', value: true }] })
  const [model] = (await client.models.list({})).filter(({ state }) => state === 'available')
  await expect(client.models.pull({ modelId: model?.id ?? '' })).rejects.toMatchObject({ code: 'NETWORK_OFFLINE' })
})
