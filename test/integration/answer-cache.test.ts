import { describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/answers.ts'
import { RetrievalSettings } from '../../src/contract/retrieval-settings.ts'
import { createEntityReading } from '../../src/engine/ingest/entities/entity-reading.ts'
import { openCachedQuestion, type QuestionVector } from '../../src/engine/retrieval/answer-cache.ts'
import { createRetrieval } from '../../src/engine/retrieval/retrieval.ts'
import type { Store } from '../../src/engine/store/store.ts'
import { addDocuments, createLibrary, openTestStore } from '../support/library.ts'

const hour = 60 * 60 * 1_000

async function openLibrary() {
  const opened = await openTestStore()
  const { id: library } = await createLibrary(opened.store, 'lib')
  const [documentId = ''] = await addDocuments(opened.store, library, [
    { name: 'wing.txt', text: 'The wing is twelve metres long. It is made of spruce.' },
  ])
  let now = 1_000_000
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  const clock = { now: () => now, pass }
  const retrieval = createRetrieval({ ...opened, now: clock.now })
  const ask = (question: string, more: { reuse?: boolean; earlier?: string[] } = {}) =>
    retrieval.answer({ question, libraries: [library], passages: 3, reuse: true, ...more })
  return { ...opened, library, documentId, clock, ask, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}

describe('a kept answer', () => {
  test('RET-6.exact: is given again to the same question, and says so', async () => {
    await using lib = await openLibrary()
    const first = await lib.ask('How long is the wing?')
    const again = await lib.ask('  how long is the WING ?')
    expect(first.reused).toBeNull()
    expect(again.reused).toMatchObject({ match: 'exact', question: 'How long is the wing?', answeredAt: 1_000_000 })
    expect({ ...again, reused: null, timings: {} }).toEqual({ ...first, timings: {} })
    expect((await lib.ask('How long is the wing?', { reuse: false })).reused).toBeNull()
    expect((await lib.ask('What is the wing made of?')).reused).toBeNull()
  })

  test('RET-6.exact: another filter, library or setting is another question', async () => {
    await using lib = await openLibrary()
    const other = (await createLibrary(lib.store, 'other')).id
    await lib.ask('How long is the wing?')
    const retrieval = createRetrieval({ ...lib, now: lib.clock.now })
    const asked = { question: 'How long is the wing?', libraries: [lib.library], passages: 3, reuse: true }
    expect((await retrieval.answer(asked)).reused).not.toBeNull()
    expect((await retrieval.answer({ ...asked, libraries: [lib.library, other] })).reused).toBeNull()
    expect((await retrieval.answer({ ...asked, filter: { types: ['text'] } })).reused).toBeNull()
    expect((await retrieval.answer({ ...asked, retrieval: { broad: true } })).reused).toBeNull()
    expect((await retrieval.answer({ ...asked, scope: 'collection' })).reused).toBeNull()
  })

  // Would catch a follow-up that is answered with what the same words meant in another conversation.
  test('RET-6.exact: a follow-up is the same question only after the same subject', async () => {
    await using lib = await openLibrary()
    await lib.ask('How long is it?', { earlier: ['What is the wing made of?'] })
    expect((await lib.ask('How long is it?', { earlier: ['What is the tail made of?'] })).reused).toBeNull()
  })

  test('RET-6.lifetime: lasts a day, and an hour where files change by themselves', async () => {
    await using lib = await openLibrary()
    await lib.ask('How long is the wing?')
    lib.clock.pass(24 * hour - 1)
    expect((await lib.ask('How long is the wing?')).reused).not.toBeNull()
    lib.clock.pass(1)
    expect((await lib.ask('How long is the wing?')).reused).toBeNull()

    await addDocuments(lib.store, lib.library, [{ name: 'page', uri: 'https://example.org/', text: 'A page.' }])
    await lib.ask('How long is the wing?')
    lib.clock.pass(hour - 1)
    expect((await lib.ask('How long is the wing?')).reused).not.toBeNull()
    lib.clock.pass(1)
    expect((await lib.ask('How long is the wing?')).reused).toBeNull()
  })

  test.each([
    ['a document is added', (lib: Lib) => addDocuments(lib.store, lib.library, [{ name: 'x.txt', text: 'Wings.' }])],
    [
      'a document is read again',
      (lib: Lib) => addDocuments(lib.store, lib.library, [{ name: 'wing.txt', text: 'The wing is ten metres long.' }]),
    ],
    [
      'a document goes into the trash',
      (lib: Lib) => lib.store.write('documents.trash', { documentIds: [lib.documentId], now: 1 }),
    ],
    [
      'a document gets another title',
      (lib: Lib) => lib.store.write('documents.describe', { documentId: lib.documentId, title: 'Tail' }),
    ],
    [
      'a document gets a tag',
      (lib: Lib) => lib.store.write('documents.tag', { documentIds: [lib.documentId], add: ['a'], remove: [] }),
    ],
  ])('RET-6.invalidation: is not given again when %s', async (_what, change) => {
    await using lib = await openLibrary()
    await lib.ask('How long is the wing?')
    await change(lib)
    expect((await lib.ask('How long is the wing?')).reused).toBeNull()
  })

  // Would catch an answer that knew no name of the library, given again to a question that follows one.
  test('RET-6.invalidation: is not given again when the library has been read for names since', async () => {
    await using lib = await openLibrary()
    const reading = createEntityReading(lib)
    await addDocuments(lib.store, lib.library, [
      { name: 'owner.txt', text: 'The wing was made by Quorvex Ltd in Bath.' },
    ])
    await lib.ask('How long is the wing?')
    await reading.settle()
    await reading.close()
    expect((await lib.ask('How long is the wing?')).reused).toBeNull()
    expect((await lib.ask('How long is the wing?')).reused).not.toBeNull()
  })

  // Would catch an answer from before a change that is kept after it.
  test('RET-6.invalidation: is not kept when a library changed while it was made', async () => {
    await using lib = await openLibrary()
    const scope = scopeOf(lib.library)
    const rooms = { store: lib.store, now: lib.clock.now }
    const opened = await openCachedQuestion(rooms, { question: 'Long?', scope, embed: async () => null })
    await addDocuments(lib.store, lib.library, [{ name: 'new.txt', text: 'New.' }])
    await opened.keep(await lib.ask('How long is the wing?', { reuse: false }))
    const again = await openCachedQuestion(rooms, { question: 'Long?', scope, embed: async () => null })
    expect(again.reused).toBeNull()
  })

  test('RET-6.savings: tells the tokens and the money that it saved, and costs nothing itself', async () => {
    await using lib = await openLibrary()
    const answer = await lib.ask('How long is the wing?', { reuse: false })
    const cost = { ...answer.cost, inputTokens: 900, outputTokens: 100, nanoDollars: 2_500_000 }
    const asked = { question: 'How long?', scope: scopeOf(lib.library), embed: async () => null }
    const rooms = { store: lib.store, now: lib.clock.now }
    await (await openCachedQuestion(rooms, asked)).keep({ ...answer, cost })
    expect((await openCachedQuestion(rooms, asked)).reused).toMatchObject({
      cost: { inputTokens: 0, outputTokens: 0, nanoDollars: 0 },
      reused: { savedTokens: 1_000, savedNanoDollars: 2_500_000 },
    })
  })

  test('RET-6.invalidation: an answer that a part of the search was missing from is not kept', async () => {
    await using lib = await openLibrary()
    const answer = await lib.ask('How long is the wing?', { reuse: false })
    const asked = { question: 'How long?', scope: scopeOf(lib.library), embed: async () => null }
    const rooms = { store: lib.store, now: lib.clock.now }
    await (await openCachedQuestion(rooms, asked)).keep({ ...answer, notices: ['vectors-incomplete'] })
    expect((await openCachedQuestion(rooms, asked)).reused).toBeNull()
  })
})

type Lib = { store: Store; library: string; documentId: string }

const scopeOf = (library: string) => ({
  libraryIds: [library],
  filter: undefined,
  settings: RetrievalSettings.parse({}),
  passages: 3,
  kind: 'passages' as const,
})

/** Stands in for a model that holds all questions for nearly the same: the rules alone keep them apart. */
function embedNear(likeness: number) {
  let place = 0
  return async (): Promise<QuestionVector> => {
    place += 1
    const angle = place === 1 ? 0 : Math.acos(likeness)
    return { fingerprint: 'near', vector: Float32Array.of(Math.cos(angle), Math.sin(angle)) }
  }
}

describe('an answer to a question that is nearly the same', () => {
  async function askTwice(likeness: number, questions: readonly [string, string]): Promise<Answer | null> {
    await using lib = await openLibrary()
    const embed = embedNear(likeness)
    const rooms = { store: lib.store, now: lib.clock.now }
    const answer = await lib.ask('How long is the wing?', { reuse: false })
    const scope = scopeOf(lib.library)
    await (await openCachedQuestion(rooms, { question: questions[0], scope, embed })).keep(answer)
    return (await openCachedQuestion(rooms, { question: questions[1], scope, embed })).reused
  }

  test('RET-6.similar: is given from a likeness of 0.92', async () => {
    const questions = ['How long is the wing?', 'What is the length of the wing?'] as const
    const near = ['How big is the wing?', 'How large is the wing?'] as const
    expect((await askTwice(0.93, near))?.reused).toMatchObject({ match: 'similar', question: near[0] })
    expect(await askTwice(0.91, near)).toBeNull()
    expect(await askTwice(0.99, questions)).toBeNull()
  })

  test('RET-6.false-hits: is not given when a number, a name or a negation differs', async () => {
    const pairs = [
      ['What was the revenue in 2019?', 'What was the revenue in 2020?'],
      ['Who founded Acme?', 'Who founded Apex?'],
      ['Which wings are long?', 'Which wings are not long?'],
    ] as const
    for (const pair of pairs) expect(await askTwice(0.999, pair), pair.join(' / ')).toBeNull()
  })
})
