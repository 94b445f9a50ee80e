import { copyFileSync, readdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createInference } from '../../src/engine/inference/inference.ts'
import { openLocalLanguageModel } from '../../src/engine/inference/local/open-local-model.ts'
import { hubModel, sha256, startModelHub } from '../support/models/model-hub.ts'
import { openNet } from '../support/models/model-server.ts'
import { copyStories, storiesFile } from '../support/models/stories.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { shareTestEngine } from '../support/test-engine.ts'

const shared = shareTestEngine()

test('MOD-2.import: a language model of the disk is checked, copied, tried and listed with what it needs', async () => {
  const { client } = shared
  const imported = await client.models.import({ path: storiesFile, modelId: 'stories', kind: 'language' })
  expect(imported).toMatchObject({
    kind: 'language',
    runtime: 'gguf',
    state: 'installed',
    maximumTokens: 512,
    parameters: 292_800,
    canRun: 'yes',
    inputPrice: 0,
  })
  expect(imported.memoryBytes).toBeGreaterThan(imported.bytes ?? 0)
  const tried = await client.models.test({ modelId: 'stories' })
  expect(tried.model).toEqual(imported)
  expect(tried.milliseconds).toBeGreaterThan(0)
  await client.models.remove({ modelId: 'stories' })
  expect((await client.models.list({ kind: 'language' })).filter(({ state }) => state === 'installed')).toEqual([])
})

test('MOD-2.import: what is damaged, half, in missing parts or no language model is refused and leaves nothing', async () => {
  const { client } = shared
  const folder = temporaryFolder()
  const half = copyStories(folder)
  truncateSync(half, 600_000)
  const refuse = async (path: string) => {
    const taken = client.models.import({ path, modelId: 'bad', kind: 'language' })
    const error: unknown = await taken.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'MODEL_INVALID' })
    return (error as { data: { reason: string } }).data.reason
  }
  expect(await refuse(half)).toMatch(/^the file is not whole: \d+ bytes of its tensors are missing$/)
  expect(await refuse(folder)).toMatch(/not whole/)
  const part = join(folder, 'large-00001-of-00002.gguf')
  copyFileSync(storiesFile, part)
  expect(await refuse(part)).toBe('a part of the model is missing: large-00002-of-00002.gguf')
  expect((await client.models.list({ kind: 'language' })).some(({ id }) => id === 'bad')).toBe(false)
})

test('MOD-2.catalogue: language models stand with licence, size, memory and whether this machine can run them', async () => {
  const offered = await shared.client.models.list({ kind: 'language' })
  expect(offered.length).toBeGreaterThanOrEqual(5)
  for (const model of offered) {
    expect(model).toMatchObject({
      state: 'available',
      licence: expect.stringMatching(/^(MIT|Apache-2\.0)$/),
      canRun: expect.stringMatching(/^(yes|tight|no)$/),
    })
    expect(model.memoryBytes).toBeGreaterThan(model.bytes ?? 0)
  }
})

test('MOD-2.download: a language model comes in pieces, is checked, and answers', async () => {
  const content = readFileSync(storiesFile)
  const hub = await startModelHub({ 'stories.gguf': content })
  const entry = hubModel(hub, {
    kind: 'language',
    runtime: 'gguf',
    dimensions: null,
    pooling: null,
    maximumTokens: 512,
  })
  const [file] = entry.files
  const model = { ...entry, files: [{ path: 'stories.gguf', bytes: file?.bytes ?? 1, sha256: sha256(content) }] }
  const { net } = openNet({ privateAddresses: true })
  const inference = createInference({ net, catalogue: { version: 1, hub: hub.url, models: [model] } })
  const folder = join(temporaryFolder(), 'stories')
  // The connection breaks after half of it, then the person stops, then goes on.
  hub.mischief = (_request, response) => {
    hub.mischief = null
    response.writeHead(200, { etag: `"store-${sha256(content).slice(0, 8)}"`, 'content-length': content.length })
    response.write(content.subarray(0, 700_000), () => response.destroy())
    return true
  }
  const leaving = new AbortController()
  const stopped = inference.download(model, {
    folder,
    onProgress: ({ done }) => done > 0 && leaving.abort(new Error('stopped')),
    signal: leaving.signal,
  })
  await expect(stopped).rejects.toThrow('stopped')
  const seen: number[] = []
  await inference.download(model, {
    folder,
    onProgress: ({ done, total }) => seen.push(done / total),
    signal: new AbortController().signal,
  })
  expect(seen.at(-1)).toBe(1)
  expect(seen.every((part, index) => index === 0 || part >= (seen[index - 1] ?? 0))).toBe(true)
  expect(readdirSync(folder).sort()).toEqual(['model-lock.json', 'stories.gguf'])
  const language = await openLocalLanguageModel({ runtime: 'gguf', folder })
  onTestFinished(() => language.close())
  const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello.' }] }]
  const answer = await language.generate({ messages, maximumOutputTokens: 4, signal: new AbortController().signal })
  expect(answer.usage?.outputTokens).toBe(4)
})
