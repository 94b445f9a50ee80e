import { expect, onTestFinished, test } from 'vitest'
import { addDocuments, createLibrary, eraseLibrary, openTestStore } from '../../../test/support/library.ts'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { parseQuery } from '../../domain/query-terms.ts'
import { openConnection } from './connection.ts'
import { databaseFile, openStore, type Store } from './store.ts'

const list = { offset: 0, limit: 500, sort: 'name', order: 'ascending' } as const

function alphaDocuments(count: number) {
  return Array.from({ length: count }, (_, place) => ({ name: `${place}.txt`, text: `alpha ${place}` }))
}

// Would catch an operation whose statements each see another state of the database.
test('a read sees one state of the database, whatever is written meanwhile', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  const { id: library } = await createLibrary(store, 'docs')
  const ids = await addDocuments(store, library, alphaDocuments(300))
  let deleted = false
  const deleting = Promise.all(
    ids.map((documentId) => store.write('documents.trash', { documentIds: [documentId], now: 1 })),
  )
  void deleting.then(() => {
    deleted = true
  })
  const torn: string[] = []
  while (!deleted) {
    const { total, items } = await store.read('documents.list', { library, ...list })
    if (total !== items.length) torn.push(`${total} counted, ${items.length} listed`)
  }
  expect(torn).toEqual([])
})

// Would catch a search that finds its library and then no index of it.
test('a search during the deletion of its library finds all of it or no library', async () => {
  await using opened = await openTestStore()
  const { store } = opened
  const outcomes = new Set<string>()
  for (let round = 0; round < 20; round++) {
    const { id: library } = await createLibrary(store, `library ${round}`)
    await addDocuments(store, library, alphaDocuments(3))
    const input = { library, terms: parseQuery('alpha'), limit: 20, group: 'none' } as const
    const ask = () =>
      store.read('search.keyword', input).then(
        ({ hits }) => outcomes.add(`${hits.length} hits`),
        (error) => outcomes.add(error.code),
      )
    let deleted = false
    const first = ask()
    const deleting = eraseLibrary(store, library).then(() => {
      deleted = true
    })
    while (!deleted) await Promise.all([ask(), ask(), ask()])
    await Promise.all([first, deleting])
  }
  expect([...outcomes].sort()).toEqual(['3 hits', 'LIBRARY_NOT_FOUND'])
})

/** A store whose reader threads are kept busy by searches of very many phrases, and the names of what they ran. */
async function openBusyStore(options: { closeMs?: number; signal?: AbortSignal }) {
  const statements: string[] = []
  const dataFolder = temporaryFolder()
  const key = new Uint8Array(32).fill(7)
  const errors: Error[] = []
  const store = await openStore({
    dataFolder,
    key,
    observe: ({ name }) => void statements.push(name),
    onThreadError: (error) => void errors.push(error),
    ...(options.closeMs === undefined ? {} : { closeMs: options.closeMs }),
  })
  onTestFinished(() => store.close())
  const { id: library } = await createLibrary(store, 'docs')
  const words = Array.from({ length: 40 }, (_, place) => `word${place}`)
  const text = Array.from({ length: 50 }, (_, line) => words.slice(line % 7).join(' ')).join('\n\n')
  await addDocuments(store, library, [{ name: 'words.txt', text }])
  const search = (mark: string) => {
    const phrases = Array.from({ length: 20_000 }, (_, place) => `"word${place % 40} ${mark}${place}"`)
    const input = { library, terms: parseQuery(phrases.join(' ')), limit: 5, group: 'none' } as const
    return outcomeOf(store.read('search.keyword', input, options.signal))
  }
  const searches = ['a', 'b'].map(search)
  return { store, dataFolder, key, statements, searches, errors }
}

function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'answered',
    (error) => error?.code ?? error,
  )
}

// Would catch work for callers who have gone, which everyone else then waits for.
test('a read whose caller has gone is not begun, and one at work ends at its next statement', async () => {
  const controller = new AbortController()
  const { signal } = controller
  const { store, statements, searches } = await openBusyStore({ signal })
  const waiting = outcomeOf(store.read('libraries.list', null, signal))
  statements.length = 0
  controller.abort('gone')
  expect(await Promise.all([...searches, waiting])).toEqual(['gone', 'gone', 'gone'])
  expect(await outcomeOf(store.read('libraries.list', null, signal))).toBe('gone')
  await store.read('maintenance.ping', null)
  expect(statements).not.toContain('search.keyword')
  expect(statements).not.toContain('libraries.list')
})

function createMany(store: Store): Promise<unknown>[] {
  return Array.from({ length: 200 }, (_, place) => outcomeOf(createLibrary(store, `library ${place}`)))
}

test('closing ends the reads, keeps the writes that were accepted and leaves no thread behind', async () => {
  const { store, dataFolder, key, searches, errors } = await openBusyStore({})
  const writes = createMany(store)
  await store.close()
  expect(await Promise.all(searches)).toEqual(['ENGINE_UNAVAILABLE', 'ENGINE_UNAVAILABLE'])
  expect(new Set(await Promise.all(writes))).toEqual(new Set(['answered']))
  expect(errors).toEqual([])
  expect(countLibraries({ dataFolder, key })).toBe(201)
})

// Would catch a close that fails when time is up, with the writer still at work on a folder that counts as free.
test('closing with too little time undoes what is not done, and says so to each caller', async () => {
  const { store, dataFolder, key, errors } = await openBusyStore({ closeMs: 1 })
  const writes = createMany(store)
  await store.close()
  const outcomes = await Promise.all(writes)
  expect(outcomes).toContain('ENGINE_UNAVAILABLE')
  expect(outcomes.filter((outcome) => outcome !== 'answered' && outcome !== 'ENGINE_UNAVAILABLE')).toEqual([])
  expect(errors.length).toBeGreaterThan(0)
  const answered = outcomes.filter((outcome) => outcome === 'answered').length
  const kept = (countLibraries({ dataFolder, key }) ?? 0) - 1
  // The one that was at work when its thread ended may have been committed without its answer having arrived.
  expect([answered, answered + 1]).toContain(kept)
})

function countLibraries(options: { dataFolder: string; key: Uint8Array }): number | undefined {
  const connection = openConnection({ path: `${options.dataFolder}/${databaseFile}`, key: options.key, mode: 'write' })
  try {
    connection.get('test.exclusive', 'PRAGMA locking_mode = EXCLUSIVE')
    return connection.transaction(
      () => connection.get<{ count: number }>('test.count', 'SELECT count(*) AS count FROM libraries')?.count,
    )
  } finally {
    connection.close()
  }
}
