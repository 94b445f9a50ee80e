import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { answerJson, startModelServer } from '../support/models/model-server.ts'
import { makeOnnxEncoder } from '../support/models/onnx-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, endOfJob, endOfJobs, shareTestEngine, type TestEngine } from '../support/test-engine.ts'

type Client = TestEngine['client']

async function importEncoder(client: Client, modelId: string, options: Parameters<typeof makeOnnxEncoder>[1] = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'diwan-encoder-'))
  makeOnnxEncoder(folder, options)
  await client.models.import({ path: folder, modelId, kind: 'embedding' })
  rmSync(folder, { recursive: true })
}

const shared = shareTestEngine(async ({ client }) => {
  await importEncoder(client, 'first', { dimensions: 32 })
  await importEncoder(client, 'second', { dimensions: 64, seed: 2 })
  await importEncoder(client, 'third', { dimensions: 32, seed: 3 })
})

const subjects = ['sea', 'bread', 'law', 'iron', 'music', 'snow']

/** Files in a library, each of some passages on a subject, and with no text that another library has. */
async function addFiles(client: Client, library: string, count: number): Promise<void> {
  const folder = join(temporaryFolder(), 'files')
  mkdirSync(folder)
  for (let number = 0; number < count; number++) {
    const subject = subjects[number % subjects.length] ?? ''
    const paragraphs = Array.from(
      { length: 3 },
      (_, part) => `About ${subject} in ${library}: ${`${subject} ${part} ${number} `.repeat(30)}`,
    )
    writeFileSync(join(folder, `${number}.md`), `# Note ${number}\n\n${paragraphs.join('\n\n## Part\n\n')}`)
  }
  await endOfJob(client, await client.documents.import({ library, paths: [folder] }))
  await endOfJobs(client)
}

async function embed(client: Client, library: string, modelId: string | null) {
  const { job } = await client.libraries.embed({ library, modelId })
  return job === null ? null : endOfJob(client, job)
}

/** Modes and notices of a search, and what it finds. */
async function search(client: Client, library: string, query: string, mode: 'dense' | 'auto' = 'dense') {
  const found = await client.search.query({ query, libraries: [library], retrieval: { mode } })
  return { notices: found.notices, names: found.passages.map(({ document }) => document) }
}

test('LIB-8.estimate: what vectors take is told first: chunks, tokens, time measured on this machine, and the price', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'estimated' })
  await addFiles(client, 'estimated', 6)
  const before = await client.libraries.get({ library: 'estimated' })
  const estimate = await client.libraries.estimateEmbedding({ library: 'estimated', modelId: 'first' })
  expect(estimate).toEqual({
    chunks: before.chunks,
    cached: 0,
    tokens: expect.any(Number),
    seconds: expect.any(Number),
    nanoDollars: 0,
  })
  expect(estimate.tokens).toBeGreaterThan(estimate.chunks)
  expect(estimate.seconds).toBeGreaterThan(0)
  // Asking changes nothing.
  expect(await client.libraries.get({ library: 'estimated' })).toEqual(before)
  await embed(client, 'estimated', 'first')
  const after = await client.libraries.estimateEmbedding({ library: 'estimated', modelId: 'first' })
  expect(after).toMatchObject({ cached: before.chunks, tokens: 0, seconds: 0 })
  await expect(client.libraries.estimateEmbedding({ library: 'estimated', modelId: 'none' })).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
  })
})

test('a library gets vectors in the background; what comes later, goes and comes back is followed', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'followed' })
  await addFiles(client, 'followed', 6)
  const job = await embed(client, 'followed', 'first')
  expect(job).toMatchObject({ kind: 'embed', state: 'completed', progress: { ready: 6, failed: 0 } })
  const library = await client.libraries.get({ library: 'followed' })
  expect(library.embedding).toEqual({ modelId: 'first', vectors: library.chunks, next: null })
  await addText(client, 'followed', { name: 'later.txt', text: 'Zebras graze where nobody reads of zebras.' })
  const grown = await client.libraries.get({ library: 'followed' })
  expect(grown.embedding.vectors).toBe(grown.chunks)
  expect(grown.chunks).toBe(library.chunks + 1)
  await expect.poll(async () => (await search(client, 'followed', 'zebras graze')).names[0]).toBe('later.txt')

  const { items } = await client.documents.list({ library: 'followed', text: 'later' })
  const documentIds = items.map(({ id }) => id)
  await client.documents.trash({ selection: { documentIds } })
  expect((await client.libraries.get({ library: 'followed' })).embedding.vectors).toBe(library.chunks)
  await expect.poll(async () => (await search(client, 'followed', 'zebras graze')).names).not.toContain('later.txt')
  await client.documents.restore({ selection: { documentIds } })
  expect((await client.libraries.get({ library: 'followed' })).embedding.vectors).toBe(grown.chunks)
  await expect.poll(async () => (await search(client, 'followed', 'zebras graze')).names[0]).toBe('later.txt')
})

test('MOD-4.cache: a text that was embedded once is not read again, in another document, library or cut', async () => {
  const { client, engine } = shared
  const text = 'The same words stand in two libraries.'
  for (const name of ['one', 'two']) {
    await client.libraries.create({ name })
    await addText(client, name, { name: 'a.txt', text })
  }
  const tokensRead = async () =>
    Number(/diwan_model_tokens_total\{[^}]*purpose="passage"\} (\d+)/.exec(await engine.metrics())?.[1] ?? 0)
  await embed(client, 'one', 'first')
  const once = await tokensRead()
  expect(once).toBeGreaterThan(0)
  await embed(client, 'two', 'first')
  expect(await tokensRead()).toBe(once)
  expect((await client.libraries.get({ library: 'two' })).embedding).toMatchObject({ vectors: 1 })
})

test('LIB-8.serve LIB-8.switch: the old vectors are searched until the new ones are all there, then they are gone', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'served' })
  await addFiles(client, 'served', 12)
  await embed(client, 'served', 'first')
  const { chunks } = await client.libraries.get({ library: 'served' })
  const { job } = await client.libraries.embed({ library: 'served', modelId: 'second' })
  if (job === null) throw new Error('there is nothing to do')
  await client.jobs.pause({ jobId: job.id })
  const during = await client.libraries.get({ library: 'served' })
  expect(during.embedding).toMatchObject({
    modelId: 'first',
    vectors: chunks,
    next: { modelId: 'second', jobId: job.id },
  })
  expect((await search(client, 'served', 'bread')).notices).not.toContain('vectors-incomplete')
  // A document that comes meanwhile gets vectors of both, and the switch waits for it.
  await endOfJob(client, await client.documents.addText({ library: 'served', name: 'new.txt', text: 'Zebras graze.' }))
  await client.jobs.resume({ jobId: job.id })
  await endOfJobs(client)
  const after = await client.libraries.get({ library: 'served' })
  expect(after.embedding).toEqual({ modelId: 'second', vectors: chunks + 1, next: null })
  await expect.poll(async () => (await search(client, 'served', 'zebras graze')).names[0]).toBe('new.txt')
  await expect(client.models.remove({ modelId: 'second' })).rejects.toMatchObject({
    code: 'MODEL_IN_USE',
    data: { libraries: ['served'] },
  })
})

test('LIB-8.switch: a change is changed again, taken back, and vectors are taken away', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'changed' })
  await addFiles(client, 'changed', 8)
  await embed(client, 'changed', 'first')
  const { chunks } = await client.libraries.get({ library: 'changed' })
  const change = async (modelId: string) => {
    const { job } = await client.libraries.embed({ library: 'changed', modelId })
    if (job !== null) await client.jobs.pause({ jobId: job.id })
    return job
  }
  const begun = await change('second')
  await change('third')
  expect((await client.libraries.get({ library: 'changed' })).embedding.next?.modelId).toBe('third')
  expect(await client.jobs.get({ jobId: begun?.id ?? '' })).toMatchObject({ state: 'cancelled' })
  expect(await client.libraries.embed({ library: 'changed', modelId: 'first' })).toMatchObject({
    job: null,
    library: { embedding: { modelId: 'first', vectors: chunks, next: null } },
  })
  await embed(client, 'changed', 'third')
  expect((await client.libraries.get({ library: 'changed' })).embedding).toEqual({
    modelId: 'third',
    vectors: chunks,
    next: null,
  })
  await embed(client, 'changed', null)
  expect((await client.libraries.get({ library: 'changed' })).embedding).toEqual({
    modelId: null,
    vectors: 0,
    next: null,
  })
  expect((await search(client, 'changed', 'bread', 'auto')).names.length).toBeGreaterThan(0)
  // Nothing uses it any more.
  await client.models.remove({ modelId: 'third' })
})

test('LIB-8.resume: an engine that ends in the middle of a change goes on with it, and switches', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'resumed' })
  await addFiles(client, 'resumed', 40)
  await embed(client, 'resumed', 'first')
  const { job } = await client.libraries.embed({ library: 'resumed', modelId: 'second' })
  if (job === null) throw new Error('there is nothing to do')
  await shared.restart()
  const { client: again } = shared
  await endOfJob(again, await again.jobs.get({ jobId: job.id }))
  const { chunks, embedding } = await again.libraries.get({ library: 'resumed' })
  expect(embedding).toEqual({ modelId: 'second', vectors: chunks, next: null })
  expect((await search(again, 'resumed', 'bread')).names.length).toBeGreaterThan(0)
})

/** A server out in the world: the settings' proxy answers for it. Gives any text the same vector, and any passage one score. */
async function startWorld() {
  const { url, requests } = await startModelServer(({ path, body }, response) => {
    const { input = [], documents = [] } = JSON.parse(body) as { input?: string[]; documents?: string[] }
    const answer = path.endsWith('/rerank')
      ? { results: documents.map((_, index) => ({ index, relevance_score: 1 })) }
      : { data: input.map((_, index) => ({ index, embedding: [1, 0, 0] })) }
    answerJson(response, answer)
  })
  const changes = [
    { setting: 'network.proxyAddress' as const, value: url },
    { setting: 'network.proxy' as const, value: 'address' },
  ]
  await shared.client.settings.update({ changes })
  onTestFinished(async () => {
    await shared.client.settings.update({ changes: [{ setting: 'network.proxy', value: 'system' }] })
  })
  const told = () => requests.map(({ path, body }) => `${path} ${body}`).join('\n')
  return { told }
}

test('MOD-3.rules: of a library that stays here, no model on another machine reads a text', async () => {
  const { client } = shared
  const { told } = await startWorld()
  const server = { runtime: 'openai-compatible', url: 'http://models.example/v1', name: 'any' } as const
  await client.models.add({ ...server, modelId: 'far', kind: 'embedding' })
  await client.models.add({ ...server, modelId: 'far-order', kind: 'reranking' })
  for (const library of ['kept', 'open']) {
    await client.libraries.create({ name: library })
    await addText(client, library, { name: 'a.md', text: `The ${library} harbour is 3 metres deep.` })
  }
  await embed(client, 'kept', 'far')
  const refused = { code: 'MODEL_NOT_LOCAL', data: { modelId: 'far', library: 'kept' } }
  const keep = { library: 'kept', localOnly: true }
  const before = await client.libraries.get({ library: 'kept' })
  const chunking = { ...before.chunking, maximumTokens: 200 }
  // Catches a switch that says one thing while the texts go on to leave; and one that is refused and half done.
  await expect(client.libraries.configure({ ...keep, chunking })).rejects.toMatchObject(refused)
  expect(await client.libraries.get({ library: 'kept' })).toEqual(before)
  await embed(client, 'kept', null)
  await client.libraries.configure(keep)

  const known = told()
  await expect(client.libraries.embed({ library: 'kept', modelId: 'far' })).rejects.toMatchObject(refused)
  // Its measuring would be done on texts of the library.
  await expect(client.libraries.estimateEmbedding({ library: 'kept', modelId: 'far' })).rejects.toMatchObject(refused)
  const semantic = { ...before.chunking, strategy: 'semantic' as const }
  const { items } = await client.documents.list({ library: 'kept' })
  await client.documents.previewChunks({ documentId: items[0]?.id ?? '', chunking: semantic })
  expect(await search(client, 'kept', 'how deep is the harbour', 'auto')).toEqual({
    names: ['a.md'],
    notices: ['no-embedding-model', 'reranking-local-only'],
  })
  expect(told()).toBe(known)

  await embed(client, 'open', 'far')
  expect(await search(client, 'open', 'how deep is the harbour', 'auto')).toEqual({ names: ['a.md'], notices: [] })
  expect(told().slice(known.length)).toMatch(/\/rerank/)
  const both = await client.search.query({ query: 'how deep is the water', libraries: ['kept', 'open'] })
  expect(both.notices).toEqual(['reranking-local-only'])
  expect(told().slice(known.length)).not.toContain('The kept harbour')
  await client.models.remove({ modelId: 'far-order' })
})

test('LIB-9.vectors: erased texts leave no vector, unless another document has the same text', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'erased' })
  await embed(client, 'erased', 'first')
  await addText(client, 'erased', { name: 'one.txt', text: 'Both of them say this.' })
  await addText(client, 'erased', { name: 'two.txt', text: 'Both of them say this.' })
  await addText(client, 'erased', { name: 'three.txt', text: 'Only one of them says that.' })
  expect((await client.libraries.get({ library: 'erased' })).embedding.vectors).toBe(3)
  const { items } = await client.documents.list({ library: 'erased' })
  const documentIds = items.filter(({ name }) => name !== 'two.txt').map(({ id }) => id)
  const report = await client.documents.erase({ selection: { documentIds } })
  expect(report.parts).toContainEqual({ part: 'vectors', removed: 2, found: 0 })
  expect(await client.erasures.verify({ erasureId: report.id })).toMatchObject({ sealed: true, clean: true })
  const { embedding } = await client.libraries.get({ library: 'erased' })
  expect(embedding.vectors).toBe(1)
  expect((await search(client, 'erased', 'Only one of them')).names).toEqual(['two.txt'])
  // Only one text is still known to the model.
  await addText(client, 'erased', { name: 'four.txt', text: 'Only one of them says that.' })
  expect((await client.libraries.get({ library: 'erased' })).embedding.vectors).toBe(2)
})

test('LIB-5.semantic LIB-5.late: ways of cutting that need a model work with one that is installed', async () => {
  const { client } = shared
  await client.libraries.create({ name: 'cut' })
  await addFiles(client, 'cut', 2)
  const { chunking } = await client.libraries.get({ library: 'cut' })
  const configure = (strategy: 'semantic' | 'late') =>
    client.libraries.configure({ library: 'cut', chunking: { ...chunking, strategy } })
  await embed(client, 'cut', 'first')
  for (const [strategy, documents] of [
    ['semantic', 2],
    ['late', 3],
  ] as const) {
    const { job } = await configure(strategy)
    expect(await endOfJob(client, job)).toMatchObject({ progress: { ready: documents, failed: 0 } })
    await addText(client, 'cut', {
      name: `${strategy}.txt`,
      text: `A text that is cut in a ${strategy} way. And more.`,
    })
    const library = await client.libraries.get({ library: 'cut' })
    expect(library.embedding.vectors).toBe(library.chunks)
  }
  const { items } = await client.documents.list({ library: 'cut', limit: 1 })
  const preview = await client.documents.previewChunks({
    documentId: items[0]?.id ?? '',
    chunking: { ...chunking, strategy: 'semantic' },
  })
  expect(preview.total).toBeGreaterThan(0)
})
