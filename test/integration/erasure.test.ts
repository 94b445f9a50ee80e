import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Answer } from '../../src/contract/answers.ts'
import { openLocalLanguageModel } from '../../src/engine/inference/local/open-local-model.ts'
import { createErasures, type Erasures } from '../../src/engine/privacy/erasure.ts'
import { createRetention } from '../../src/engine/privacy/retention.ts'
import { openConnection } from '../../src/engine/store/connection.ts'
import { readDecrypted, wordsIn } from '../support/decrypted-bytes.ts'
import { openTestIngest, type TestIngest, waitForJob } from '../support/ingest.ts'
import { storiesFolder } from '../support/models/stories.ts'
import { answerOf, type TestQuote } from '../support/quoting-answer.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const dayMs = 24 * 60 * 60 * 1_000

let rooms: TestIngest
let erasures: Erasures
let clock: number

beforeEach(async () => {
  clock = Date.now()
  await open(temporaryFolder())
  await rooms.store.write('libraries.create', { name: 'docs', now: clock })
})

async function open(dataFolder: string, key?: Uint8Array): Promise<void> {
  rooms = await openTestIngest({ dataFolder, ...(key === undefined ? {} : { key }) })
  onTestFinished(rooms.close)
  erasures = createErasures({ ...rooms, originals: rooms.ingest, now: () => clock })
}

/** Ends everything in good order and opens it again. */
async function reopen(): Promise<void> {
  await erasures.close()
  await rooms.close()
  await open(rooms.dataFolder, rooms.key)
}

async function upload(files: Readonly<Record<string, string>>, library = 'docs'): Promise<Record<string, string>> {
  const named = Object.entries(files).map(([name, text]) => ({ name, file: new File([text], name), modifiedAt: 1 }))
  const { id } = await rooms.ingest.upload({ library, files: named })
  rooms.queue.wake()
  await waitForJob(rooms, id)
  return idsOf(library)
}

async function idsOf(library = 'docs', trashed = false): Promise<Record<string, string>> {
  const list = { library, sort: 'name', order: 'ascending', offset: 0, limit: 500, trashed } as const
  const { items } = await rooms.store.read('documents.list', list)
  return Object.fromEntries(items.map(({ name, id }) => [name, id]))
}

function blobs(): string[] {
  const root = join(rooms.dataFolder, 'blobs')
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}

/** Keeps an answer with two sentences, each a quote of one of the documents. */
async function answerFrom(quotes: readonly TestQuote[]): Promise<string> {
  const asked = { conversationId: null, title: 'A question', question: 'What is it?', libraries: null, now: clock }
  const { conversationId, messageId } = await rooms.store.write('conversations.ask', asked)
  await rooms.store.write('messages.finish', { messageId, answer: answerOf(quotes) })
  return conversationId
}

const secret = '# Operation Quixotical\n\nThe xylophones of Zanzibar were smuggled by ship.\n'
const secretWords = ['quixotic', 'xylophon', 'zanzibar', 'smuggl', 'plan-b47', 'undertag', 'metavalue', 'giventitle']
const kept = '# Gardening\n\nRhododendrons like acid soil and shade.\n'

/** Leaves traces of the secret wherever Diwan keeps any. */
async function leaveTraces(): Promise<{ ids: Record<string, string>; conversationId: string }> {
  await upload({ 'plan-b47.md': `An older xylophones draft, ${'smuggled goods '.repeat(2_000)}` })
  const ids = await upload({ 'plan-b47.md': secret, 'garden.md': kept })
  const documentId = ids['plan-b47.md'] ?? ''
  await rooms.store.write('documents.tag', { documentIds: [documentId], add: ['undertag'], remove: [] })
  await rooms.store.write('documents.describe', { documentId, title: 'giventitle', metadata: { note: 'metavalue' } })
  const conversationId = await answerFrom([
    { documentId, title: 'giventitle', quote: 'The xylophones of Zanzibar were smuggled by ship.' },
    { documentId: ids['garden.md'] ?? '', title: 'Gardening', quote: 'Rhododendrons like acid soil and shade.' },
  ])
  await keepAnswer([{ documentId, title: 'giventitle', quote: 'The xylophones of Zanzibar were smuggled by ship.' }])
  return { ids, conversationId }
}

/** Keeps an answer to be given again. */
async function keepAnswer(quotes: readonly TestQuote[]): Promise<void> {
  const { id } = await rooms.store.read('libraries.get', { library: 'docs' })
  const { changes } = await rooms.store.read('answerCache.state', { libraryIds: [id] })
  const question = { scope: 'test', question: 'What is it?', normalised: 'what is it' }
  const times = { now: clock, expiresAt: clock + dayMs }
  const kept = { ...question, ...times, answer: answerOf(quotes), changes, isAhead: false, embedding: null }
  expect(await rooms.store.write('answerCache.keep', kept)).toBe(true)
}

describe('an erased document', () => {
  // Would catch words that stay in free pages, in the index, in the log, in history, labels, answers or kept originals.
  test('LIB-9.document: LIB-9.chunks: leaves no word in any page of the database, and no original', async () => {
    const { ids, conversationId } = await leaveTraces()
    // With the draft, which nothing needs any more.
    expect(blobs()).toHaveLength(3)
    const report = await erasures.eraseDocuments({ documentIds: [ids['plan-b47.md'] ?? ''] })
    expect(blobs()).toHaveLength(1)
    // The log was emptied; the report came after that, on a page of its own.
    expect(statSync(join(rooms.dataFolder, 'diwan.db-wal')).size).toBeLessThan(10_000)
    expect(report).toMatchObject({ scope: 'documents', documents: 1, backups: { files: 0, goneBy: null } })
    expect(Object.fromEntries(report.parts.map(({ part, removed }) => [part, removed]))).toEqual({
      ...{
        documents: 1,
        contents: 1,
        chunks: 1,
        index: 1,
        vectors: 0,
        originals: 1,
        quotes: 1,
        cache: 1,
        entities: 0,
        history: 2,
      },
    })
    expect(report.parts.filter(({ found }) => found > 0)).toEqual([])

    const { messages } = await rooms.store.read('conversations.get', { conversationId })
    expect(messages.map(({ text }) => text)).toEqual(['What is it?', '[…]\n\nRhododendrons like acid soil and shade.'])
    const jobs = (await rooms.store.read('jobs.list', { offset: 0, limit: 9, unfinished: false })).items
    expect(
      jobs.map(({ label, total, ready, bytesTotal, bytesDone }) => [label, total, ready, bytesTotal - bytesDone]),
    ).toEqual([
      ['…, garden.md', 1, 1, 0],
      ['…', 0, 0, 0],
    ])
    expect(Object.keys(await idsOf())).toEqual(['garden.md'])
    await erasures.close()
    await rooms.close()
    const pages = readDecrypted(rooms)
    expect(wordsIn(pages, secretWords)).toEqual([])
    expect(wordsIn(pages, ['rhododendron', 'gardening', 'acid'])).toHaveLength(3)
  })

  // Would catch an answer that is given again with the words of a document that has gone.
  test('LIB-9.cache: is in no kept answer, nor is an erased library', async () => {
    const { ids } = await leaveTraces()
    const wanted = { scope: 'test', normalised: 'what is it', now: clock }
    expect(await rooms.store.read('answerCache.exact', wanted)).not.toBeNull()
    await erasures.eraseDocuments({ documentIds: [ids['plan-b47.md'] ?? ''] })
    expect(await rooms.store.read('answerCache.exact', wanted)).toBeNull()

    const documentId = ids['garden.md'] ?? ''
    await keepAnswer([{ documentId, title: 'Gardening', quote: 'Rhododendrons like acid soil and shade.' }])
    const { id } = await rooms.store.read('libraries.get', { library: 'docs' })
    const report = await erasures.eraseLibrary(id)
    expect(report.parts.find(({ part }) => part === 'cache')).toEqual({ part: 'cache', removed: 1, found: 0 })
    expect(await rooms.store.read('answerCache.exact', wanted)).toBeNull()
  })

  test('LIB-9.report: what the report says can be looked for again, and holds only hashes', async () => {
    const { ids } = await leaveTraces()
    const documentId = ids['plan-b47.md'] ?? ''
    const report = await erasures.eraseDocuments({ documentIds: [documentId] })
    expect(await erasures.verify(report.id)).toEqual({ sealed: true, parts: report.parts, clean: true })
    expect(report.subjects).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
    expect(wordsIn(Buffer.from(JSON.stringify(report)), [...secretWords, documentId])).toEqual([])
    expect(await rooms.store.read('erasures.get', { erasureId: report.id })).toEqual(report)
    expect(await rooms.store.read('erasures.list', { offset: 0, limit: 9 })).toEqual({ total: 1, items: [report] })
    await expect(erasures.verify(documentId)).rejects.toMatchObject({ code: 'ERASURE_NOT_FOUND' })
  })

  // Would catch an original that is deleted under another document that needs it, and one that is told to be left over.
  test('shares its bytes with another: they stay, and the report is clean', async () => {
    const ids = await upload({ 'one.md': kept, 'two.md': kept })
    const report = await erasures.eraseDocuments({ documentIds: [ids['one.md'] ?? ''] })
    expect(report.parts.find(({ part }) => part === 'originals')).toEqual({ part: 'originals', removed: 0, found: 0 })
    expect(blobs()).toHaveLength(1)
    expect((await erasures.eraseDocuments({ documentIds: [ids['two.md'] ?? ''] })).parts).toContainEqual({
      ...{ part: 'originals', removed: 1, found: 0 },
    })
    expect(blobs()).toEqual([])
  })

  // Would catch an answer that was being written while its document was erased, and is kept after it.
  test('does not come back with an answer that was on its way', async () => {
    const { ids } = await leaveTraces()
    const asked = { conversationId: null, title: 'Later', question: 'And?', libraries: null, now: clock }
    const { conversationId, messageId } = await rooms.store.write('conversations.ask', asked)
    const documentId = ids['plan-b47.md'] ?? ''
    await erasures.eraseDocuments({ documentIds: [documentId] })
    const answer = answerOf([{ documentId, title: 'giventitle', quote: 'The xylophones of Zanzibar.' }])
    await rooms.store.write('messages.finish', { messageId, answer })
    const { messages } = await rooms.store.read('conversations.get', { conversationId })
    expect(messages[1]).toMatchObject({ text: '[…]', answer: { citations: [{ quote: '', title: '', documentId }] } })
  })

  // Would catch words of a document that live on in what a model made of it: sentences without a citation, thoughts, a
  // beginning that was never finished, and a later answer that was given the earlier one.
  test('LIB-9.document: takes with it what models have written from it', async () => {
    const ids = await upload({ 'plan-b47.md': secret, 'garden.md': kept })
    const [documentId = '', gardenId = ''] = [ids['plan-b47.md'], ids['garden.md']]
    const asked = { title: 'Chat', question: 'What is it?', libraries: null, now: clock }
    const usage = { inputTokens: 1, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1, reasoningTokens: 0 }
    const choice = { model: 'a/b', reason: 'fixed' as const, because: 'so', tried: [] }
    const written: Answer = {
      ...answerOf([{ documentId: gardenId, title: 'Gardening', quote: 'Rhododendrons like acid soil and shade.' }]),
      mode: 'generated',
      generation: { choice, usage, callIds: [], ended: 'stop', warnings: [], reasoning: 'The xylophones…' },
    }
    written.sentences.push({ text: 'Xylophones were smuggled.', citations: [], support: 'supported', doubts: [] })
    written.answer += '\n\nXylophones were smuggled.'
    const first = await rooms.store.write('conversations.ask', { ...asked, conversationId: null })
    const { conversationId } = first
    await rooms.store.write('messages.finish', { ...first, answer: written, sources: [documentId, gardenId] })
    const second = await rooms.store.write('conversations.ask', { ...asked, conversationId })
    const before = await rooms.store.read('messages.branch', { headId: second.parentId })
    expect(before.messages.at(-1)?.documentIds.toSorted()).toEqual([documentId, gardenId].toSorted())
    const { messageId } = second
    await rooms.store.write('messages.progress', { messageId, text: 'Zanzibar had', sources: [documentId] })
    await erasures.eraseDocuments({ documentIds: [documentId] })
    const { messages } = await rooms.store.read('conversations.get', { conversationId })
    expect(messages[1]).toMatchObject({
      text: 'Rhododendrons like acid soil and shade.\n\n[…]',
      answer: { generation: { reasoning: null }, sentences: [{}, { text: '[…]' }] },
    })
    expect(messages[3]?.text).toBe('[…]')
    // What comes after it is not kept either.
    await rooms.store.write('messages.progress', { messageId, text: 'Zanzibar had xylo', sources: [documentId] })
    const after = await rooms.store.read('conversations.get', { conversationId })
    expect(after.messages[3]?.text).toBe('')
  })

  test('by a filter, all that pass it', async () => {
    await upload({ 'a.md': kept, 'b.txt': 'Words.', 'c.txt': 'More words.' })
    const selection = { library: 'docs', filter: { type: 'text', trashed: false } } as const
    expect(await erasures.eraseDocuments(selection)).toMatchObject({ documents: 2 })
    expect(Object.keys(await idsOf())).toEqual(['a.md'])
    expect(await erasures.eraseDocuments(selection)).toMatchObject({ documents: 0, subjects: [] })
  })
})

// Catches words of a document that a model would still have before it when it answers the next question.
test('LIB-9.document: a model of this machine forgets what it has read, erased documents with it', async () => {
  const ids = await upload({ 'plan-b47.md': secret })
  const model = await openLocalLanguageModel({ runtime: 'gguf', folder: storiesFolder })
  onTestFinished(() => model.close())
  const languages = { forgetConversations: async () => model.forgetConversations?.() }
  erasures = createErasures({ ...rooms, originals: rooms.ingest, languages, now: () => clock })
  const cached = async () => {
    const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: secret }] }]
    const answer = await model.generate({ messages, maximumOutputTokens: 2, signal: new AbortController().signal })
    return answer.usage?.cachedInputTokens
  }
  await cached()
  expect(await cached()).toBeGreaterThan(20)
  await erasures.eraseDocuments({ documentIds: Object.values(ids) })
  expect(await cached()).toBe(0)
})

describe('an erased library', () => {
  test('LIB-9.library: leaves nothing of it, its name included, and nothing else is touched', async () => {
    const { id } = await rooms.store.write('libraries.create', { name: 'Undertag affairs', now: clock })
    await upload({ 'plan-b47.md': secret, 'more.md': 'More xylophones.' }, id)
    await upload({ 'garden.md': kept })
    const report = await erasures.eraseLibrary(id)
    expect(report).toMatchObject({ scope: 'library', documents: 2 })
    expect(await erasures.verify(report.id)).toMatchObject({ sealed: true, clean: true })
    expect((await rooms.store.read('libraries.list', null)).map(({ name }) => name)).toEqual(['docs'])
    expect(blobs()).toHaveLength(1)
    await rooms.close()
    expect(wordsIn(readDecrypted(rooms), secretWords)).toEqual([])
  })

  // Would catch a library that stands half empty in lists, and one of the same key that goes with it.
  test('is gone for everybody from the beginning, and a crash does not bring it back', async () => {
    const { id: libraryId } = await rooms.store.write('libraries.create', { name: 'Going', now: clock })
    const many = Array.from({ length: 120 }, (_, place) => [`${place}.txt`, `Words of ${place}.`])
    await upload(Object.fromEntries(many), libraryId)
    const { id: erasureId } = await rooms.store.write('erasures.begin', {
      scope: 'library',
      what: { libraryId },
      now: 1,
    })
    expect(await rooms.store.write('erasures.step', { erasureId })).toBe(true)
    expect((await rooms.store.read('libraries.list', null)).map(({ name }) => name)).toEqual(['docs'])
    await reopen()
    const { id: again } = await rooms.store.write('libraries.create', { name: 'going', now: clock })
    await upload({ 'new.txt': 'New words.' }, again)
    await erasures.resume()
    expect(await rooms.store.read('erasures.get', { erasureId })).toMatchObject({ documents: 120, scope: 'library' })
    expect(await erasures.verify(erasureId)).toMatchObject({ sealed: true, clean: true })
    expect(Object.keys(await idsOf(again))).toEqual(['new.txt'])
  })
})

describe('reports', () => {
  const change = (sql: string) => {
    const connection = openConnection({ path: join(rooms.dataFolder, 'diwan.db'), key: rooms.key, mode: 'write' })
    connection.run('test', sql)
    connection.close()
  }

  test.for([
    ['a changed count', `UPDATE erasures SET report = json_set(report, '$.documents', 0) WHERE number = 1`],
    ['a changed text', `UPDATE erasures SET report = 'nothing' WHERE number = 1`],
    ['a missing report', 'DELETE FROM erased_documents WHERE erasure = 1'],
  ])('LIB-9.report: %s breaks the seal of all that follow', async ([, sql = '']) => {
    const ids = await upload({ 'a.txt': 'One.', 'b.txt': 'Two.', 'c.txt': 'Three.' })
    const reports: string[] = []
    for (const name of ['a.txt', 'b.txt']) {
      reports.push((await erasures.eraseDocuments({ documentIds: [ids[name] ?? ''] })).id)
    }
    const [, second = ''] = reports
    expect(await erasures.verify(second)).toMatchObject({ sealed: true, clean: true })
    await rooms.close()
    change(sql)
    if (sql.startsWith('DELETE')) change('DELETE FROM erasures WHERE number = 1')
    await reopen()
    expect(await erasures.verify(second)).toMatchObject({ sealed: false, clean: true })
  })

  // Would catch a verification that repeats what the report says instead of looking.
  test('LIB-9.report: what came back is found', async () => {
    const { ids } = await leaveTraces()
    const documentId = ids['plan-b47.md'] ?? ''
    const { id } = await erasures.eraseDocuments({ documentIds: [documentId] })
    await rooms.close()
    change(`UPDATE documents SET id = '${documentId}'`)
    await reopen()
    const { clean, parts } = await erasures.verify(id)
    expect(clean).toBe(false)
    expect(parts.filter(({ found }) => found > 0).map(({ part }) => part)).toEqual(['documents', 'contents'])
  })
})

describe('what is kept for a time', () => {
  function startRetention() {
    return createRetention({ ...rooms, erasures, originals: rooms.ingest, trashDays: async () => 30, now: () => clock })
  }

  test('documents are erased when they have been in the trash for their days, not before, and not when taken out', async () => {
    const ids = await upload({ 'a.txt': 'One.', 'b.txt': 'Two.' })
    const documentIds = Object.values(ids)
    await rooms.store.write('documents.trash', { documentIds, now: clock })
    const retention = startRetention()
    clock += 30 * dayMs - 1
    await retention.sweep()
    expect(Object.keys(await idsOf('docs', true))).toEqual(['a.txt', 'b.txt'])
    await rooms.store.write('documents.restore', { documentIds: [ids['b.txt'] ?? ''] })
    clock += 1
    await retention.sweep()
    expect([await idsOf('docs', true), Object.keys(await idsOf())]).toEqual([{}, ['b.txt']])
    const { items } = await rooms.store.read('erasures.list', { offset: 0, limit: 9 })
    expect(items.map(({ scope, documents }) => [scope, documents])).toEqual([['trash', 1]])
    await retention.close()
  })

  // Would catch versions that nobody can reach any more and that stay on the disk for as long as the engine runs.
  test('the bytes of an upload that was replaced go without a restart', async () => {
    await upload({ 'a.txt': 'The version of before.' })
    await upload({ 'a.txt': 'The version of now.' })
    expect(blobs()).toHaveLength(2)
    const retention = startRetention()
    await retention.sweep()
    expect(blobs()).toHaveLength(1)
    await retention.close()
  })

  test('LIB-9.backups: a copy from before an upgrade that holds it is told, with the day it goes, and goes then', async () => {
    const folder = join(rooms.dataFolder, 'backups')
    mkdirSync(folder, { recursive: true })
    const copyAt = (at: number) => {
      const path = join(folder, `before-migration-30-${at}.db`)
      writeFileSync(path, 'copy')
      return path
    }
    const older = copyAt(clock - dayMs)
    const ids = await upload({ 'a.txt': 'One.' })
    const madeAt = Date.now() + 1_000
    const holding = copyAt(madeAt)
    const { backups } = await erasures.eraseDocuments({ documentIds: [ids['a.txt'] ?? ''] })
    expect(backups).toEqual({ files: 1, goneBy: madeAt + 30 * dayMs })
    const retention = startRetention()
    clock = (backups.goneBy ?? 0) - 1
    await retention.sweep()
    expect([existsSync(older), existsSync(holding)]).toEqual([false, true])
    clock += 1
    await retention.sweep()
    expect(existsSync(holding)).toBe(false)
    await retention.close()
  })
})
