import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeOnnxEncoder } from '../support/models/onnx-models.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addText, endOfJob, endOfJobs, openTestEngine, type TestEngine } from '../support/test-engine.ts'

type Client = TestEngine['client']

async function importEncoder(client: Client, modelId: string, options: Parameters<typeof makeOnnxEncoder>[1] = {}) {
  const folder = temporaryFolder()
  makeOnnxEncoder(folder, options)
  return client.models.import({ path: folder, modelId, kind: 'embedding' })
}

const subjects = ['sea', 'bread', 'law', 'iron', 'music', 'snow']

/** A library of files, each of some passages on a subject. */
async function addFiles(client: Client, library: string, count: number): Promise<void> {
  const folder = join(temporaryFolder(), 'files')
  mkdirSync(folder)
  for (let number = 0; number < count; number++) {
    const subject = subjects[number % subjects.length] ?? ''
    const paragraphs = Array.from(
      { length: 3 },
      (_, part) => `About ${subject}: ${`${subject} ${part} ${number} `.repeat(30)}`,
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
async function search(client: Client, query: string, mode: 'dense' | 'keyword' | 'auto' = 'dense') {
  const found = await client.search.query({ query, libraries: ['docs'], retrieval: { mode } })
  return { notices: found.notices, names: found.passages.map(({ document }) => document) }
}

test('LIB-8.estimate: what vectors take is told first: chunks, tokens, time measured on this machine, and the price', async () => {
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  await addFiles(client, 'docs', 6)
  await importEncoder(client, 'small')
  const before = await client.libraries.get({ library: 'docs' })
  const estimate = await client.libraries.estimateEmbedding({ library: 'docs', modelId: 'small' })
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
  expect(await client.libraries.get({ library: 'docs' })).toEqual(before)
  await embed(client, 'docs', 'small')
  const after = await client.libraries.estimateEmbedding({ library: 'docs', modelId: 'small' })
  expect(after).toMatchObject({ cached: before.chunks, tokens: 0, seconds: 0 })
  await expect(client.libraries.estimateEmbedding({ library: 'docs', modelId: 'none' })).rejects.toMatchObject({
    code: 'MODEL_NOT_FOUND',
  })
})

test('a library gets vectors in the background; what comes later, goes and comes back is followed', async () => {
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  await addFiles(client, 'docs', 6)
  await importEncoder(client, 'small')
  const job = await embed(client, 'docs', 'small')
  expect(job).toMatchObject({ kind: 'embed', state: 'completed', progress: { ready: 6, failed: 0 } })
  const library = await client.libraries.get({ library: 'docs' })
  expect(library.embedding).toEqual({ modelId: 'small', vectors: library.chunks, next: null })
  await addText(client, 'docs', { name: 'later.txt', text: 'Zebras graze where nobody reads of zebras.' })
  const grown = await client.libraries.get({ library: 'docs' })
  expect(grown.embedding.vectors).toBe(grown.chunks)
  expect(grown.chunks).toBe(library.chunks + 1)
  await expect.poll(async () => (await search(client, 'zebras graze')).names[0]).toBe('later.txt')

  const { items } = await client.documents.list({ library: 'docs', text: 'later' })
  const documentIds = items.map(({ id }) => id)
  await client.documents.trash({ selection: { documentIds } })
  expect((await client.libraries.get({ library: 'docs' })).embedding.vectors).toBe(library.chunks)
  await expect.poll(async () => (await search(client, 'zebras graze')).names).not.toContain('later.txt')
  await client.documents.restore({ selection: { documentIds } })
  expect((await client.libraries.get({ library: 'docs' })).embedding.vectors).toBe(grown.chunks)
  await expect.poll(async () => (await search(client, 'zebras graze')).names[0]).toBe('later.txt')
})

test('MOD-4.cache: a text that was embedded once is not read again, in another document, library or cut', async () => {
  const { client, engine } = await openTestEngine()
  const text = 'The same words stand in two libraries.'
  for (const name of ['one', 'two']) {
    await client.libraries.create({ name })
    await addText(client, name, { name: 'a.txt', text })
  }
  await importEncoder(client, 'small')
  const tokensRead = async () =>
    Number(/diwan_model_tokens_total\{[^}]*purpose="passage"\} (\d+)/.exec(await engine.metrics())?.[1] ?? 0)
  await embed(client, 'one', 'small')
  const once = await tokensRead()
  expect(once).toBeGreaterThan(0)
  await embed(client, 'two', 'small')
  expect(await tokensRead()).toBe(once)
  expect((await client.libraries.get({ library: 'two' })).embedding).toMatchObject({ vectors: 1 })
})

test('LIB-8.serve LIB-8.switch: the old vectors are searched until the new ones are all there, then they are gone', async () => {
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  await addFiles(client, 'docs', 12)
  await importEncoder(client, 'first', { dimensions: 32 })
  await importEncoder(client, 'second', { dimensions: 64, seed: 2 })
  await embed(client, 'docs', 'first')
  const { chunks } = await client.libraries.get({ library: 'docs' })
  const { job } = await client.libraries.embed({ library: 'docs', modelId: 'second' })
  if (job === null) throw new Error('there is nothing to do')
  await client.jobs.pause({ jobId: job.id })
  const during = await client.libraries.get({ library: 'docs' })
  expect(during.embedding).toMatchObject({
    modelId: 'first',
    vectors: chunks,
    next: { modelId: 'second', jobId: job.id },
  })
  expect((await search(client, 'bread')).notices).not.toContain('vectors-incomplete')
  // A document that comes meanwhile gets vectors of both, and the switch waits for it.
  await endOfJob(client, await client.documents.addText({ library: 'docs', name: 'new.txt', text: 'Zebras graze.' }))
  await client.jobs.resume({ jobId: job.id })
  await endOfJobs(client)
  const after = await client.libraries.get({ library: 'docs' })
  expect(after.embedding).toEqual({ modelId: 'second', vectors: chunks + 1, next: null })
  await expect.poll(async () => (await search(client, 'zebras graze')).names[0]).toBe('new.txt')
  // Nothing uses the first model any more.
  await client.models.remove({ modelId: 'first' })
  await expect(client.models.remove({ modelId: 'second' })).rejects.toMatchObject({
    code: 'MODEL_IN_USE',
    data: { libraries: ['docs'] },
  })
})

test('LIB-8.switch: a change is changed again, taken back, and vectors are taken away', async () => {
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  await addFiles(client, 'docs', 8)
  for (const [index, modelId] of ['first', 'second', 'third'].entries()) {
    await importEncoder(client, modelId, { seed: index + 1 })
  }
  await embed(client, 'docs', 'first')
  const { chunks } = await client.libraries.get({ library: 'docs' })
  const change = async (modelId: string) => {
    const { job } = await client.libraries.embed({ library: 'docs', modelId })
    if (job !== null) await client.jobs.pause({ jobId: job.id })
    return job
  }
  const begun = await change('second')
  await change('third')
  expect((await client.libraries.get({ library: 'docs' })).embedding.next?.modelId).toBe('third')
  expect(await client.jobs.get({ jobId: begun?.id ?? '' })).toMatchObject({ state: 'cancelled' })
  expect(await client.libraries.embed({ library: 'docs', modelId: 'first' })).toMatchObject({
    job: null,
    library: { embedding: { modelId: 'first', vectors: chunks, next: null } },
  })
  await embed(client, 'docs', 'third')
  expect((await client.libraries.get({ library: 'docs' })).embedding).toEqual({
    modelId: 'third',
    vectors: chunks,
    next: null,
  })
  await embed(client, 'docs', null)
  expect((await client.libraries.get({ library: 'docs' })).embedding).toEqual({ modelId: null, vectors: 0, next: null })
  expect((await search(client, 'bread', 'auto')).names.length).toBeGreaterThan(0)
  await client.models.remove({ modelId: 'third' })
})

test('LIB-8.resume: an engine that ends in the middle of a change goes on with it, and switches', async () => {
  const first = await openTestEngine()
  const { dataFolder, client } = first
  await client.libraries.create({ name: 'docs' })
  await addFiles(client, 'docs', 60)
  await importEncoder(client, 'first')
  await importEncoder(client, 'second', { seed: 2 })
  await embed(client, 'docs', 'first')
  const { job } = await client.libraries.embed({ library: 'docs', modelId: 'second' })
  if (job === null) throw new Error('there is nothing to do')
  await first.close()
  const { client: again } = await openTestEngine({ dataFolder })
  await endOfJob(again, await again.jobs.get({ jobId: job.id }))
  const { chunks, embedding } = await again.libraries.get({ library: 'docs' })
  expect(embedding).toEqual({ modelId: 'second', vectors: chunks, next: null })
  expect((await search(again, 'bread')).names.length).toBeGreaterThan(0)
})

test('LIB-9.vectors: erased texts leave no vector, unless another document has the same text', async () => {
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  await importEncoder(client, 'small')
  await embed(client, 'docs', 'small')
  await addText(client, 'docs', { name: 'one.txt', text: 'Both of them say this.' })
  await addText(client, 'docs', { name: 'two.txt', text: 'Both of them say this.' })
  await addText(client, 'docs', { name: 'three.txt', text: 'Only one of them says that.' })
  expect((await client.libraries.get({ library: 'docs' })).embedding.vectors).toBe(3)
  const { items } = await client.documents.list({ library: 'docs' })
  const documentIds = items.filter(({ name }) => name !== 'two.txt').map(({ id }) => id)
  const report = await client.documents.erase({ selection: { documentIds } })
  expect(report.parts).toContainEqual({ part: 'vectors', removed: 2, found: 0 })
  expect(await client.erasures.verify({ erasureId: report.id })).toMatchObject({ sealed: true, clean: true })
  const { embedding } = await client.libraries.get({ library: 'docs' })
  expect(embedding.vectors).toBe(1)
  expect((await search(client, 'Only one of them')).names).toEqual(['two.txt'])
  // Only one text is still known to the model.
  await addText(client, 'docs', { name: 'four.txt', text: 'Only one of them says that.' })
  expect((await client.libraries.get({ library: 'docs' })).embedding.vectors).toBe(2)
})

test('LIB-5.semantic LIB-5.late: ways of cutting that need a model work once one is installed', async () => {
  const { client } = await openTestEngine()
  await client.libraries.create({ name: 'docs' })
  await addFiles(client, 'docs', 2)
  const { chunking } = await client.libraries.get({ library: 'docs' })
  const configure = (strategy: 'semantic' | 'late') =>
    client.libraries.configure({ library: 'docs', chunking: { ...chunking, strategy } })
  await expect(configure('semantic')).rejects.toMatchObject({ code: 'CHUNKING_NEEDS_MODEL' })
  await importEncoder(client, 'small')
  await embed(client, 'docs', 'small')
  for (const [strategy, documents] of [
    ['semantic', 2],
    ['late', 3],
  ] as const) {
    const { job } = await configure(strategy)
    expect(await endOfJob(client, job)).toMatchObject({ progress: { ready: documents, failed: 0 } })
    await addText(client, 'docs', {
      name: `${strategy}.txt`,
      text: `A text that is cut in a ${strategy} way. And more.`,
    })
    const library = await client.libraries.get({ library: 'docs' })
    expect(library.embedding.vectors).toBe(library.chunks)
  }
  const { items } = await client.documents.list({ library: 'docs', limit: 1 })
  const preview = await client.documents.previewChunks({
    documentId: items[0]?.id ?? '',
    chunking: { ...chunking, strategy: 'semantic' },
  })
  expect(preview.total).toBeGreaterThan(0)
})
