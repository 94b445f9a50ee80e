import { v7 as newId } from 'uuid'
import { z } from 'zod'
import { Chunking } from '../../../contract/chunking.ts'
import type { Library } from '../../../contract/libraries.ts'
import { Failure } from '../../../domain/failure.ts'
import type { TextLanguages } from '../../../domain/language/query-languages.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { createChunkIndex } from './chunk-index.ts'
import { foldName } from './fold-name.ts'
import { readIndexState } from './index-state.ts'
import { embeddingOf } from './library-embedding.ts'
import { listTags } from './tags.ts'

type LibraryRow = {
  key: number
  id: string
  name: string
  createdAt: number
  ready: number
  failed: number
  trashed: number
  chunks: number
  bytes: number
  settings: string
}

const columns = `
  SELECT l.key, l.id, l.name, l.created_at AS createdAt,
    count(*) FILTER (WHERE d.trashed_at IS NULL AND d.state = 'ready') AS ready,
    count(*) FILTER (WHERE d.trashed_at IS NULL AND d.state = 'failed') AS failed,
    count(d.trashed_at) AS trashed,
    coalesce(sum(d.chunk_count) FILTER (WHERE d.trashed_at IS NULL), 0) AS chunks,
    coalesce(sum(d.bytes) FILTER (WHERE d.trashed_at IS NULL), 0) AS bytes,
    l.settings
  FROM libraries l LEFT JOIN documents d ON d.library_key = l.key`

/** What a library's settings hold, as JSON; what is not there is as in a new library. */
const LibrarySettings = z.object({ chunking: Chunking, localOnly: z.boolean().default(false) })

/** How a library's documents are cut. */
export function chunkingOf(settings: string): Chunking {
  return LibrarySettings.parse(JSON.parse(settings)).chunking
}

/** Whether settings say that nothing leaves this machine. */
export function isKeptHere(settings: string): boolean {
  return LibrarySettings.parse(JSON.parse(settings)).localOnly
}

function toLibrary(connection: ReadConnection, row: LibraryRow): Library {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.createdAt,
    documents: { ready: row.ready, failed: row.failed, trashed: row.trashed },
    chunks: row.chunks,
    bytes: row.bytes,
    chunking: chunkingOf(row.settings),
    embedding: embeddingOf(connection, row.key),
    localOnly: isKeptHere(row.settings),
    tags: listTags(connection, row.key),
  }
}

/** The row key of a library given by id or name; an id wins over a name that looks like one. */
export function findLibraryKey(connection: ReadConnection, reference: string): { key: number; id: string } {
  const row = connection.get<{ key: number; id: string }>(
    'libraries.find',
    'SELECT key, id FROM libraries WHERE erasing = 0 AND (id = ? OR folded_name = ?) ORDER BY id = ? DESC LIMIT 1',
    [reference, foldName(reference.normalize('NFC').trim()), reference],
  )
  if (row === undefined) throw new Failure('LIBRARY_NOT_FOUND', { library: reference })
  return row
}

export function libraryName(connection: ReadConnection, libraryKey: number): string {
  const sql = 'SELECT name FROM libraries WHERE key = ?'
  return connection.get<{ name: string }>('libraries.name', sql, [libraryKey])?.name ?? ''
}

function getByKey(connection: ReadConnection, key: number): Library {
  const row = connection.get<LibraryRow>('libraries.get', `${columns} WHERE l.key = ? GROUP BY l.key`, [key])
  if (row === undefined) throw new Failure('LIBRARY_NOT_FOUND', { library: String(key) })
  return toLibrary(connection, row)
}

function refuseTakenName(connection: ReadConnection, name: string, exceptKey: number | null): void {
  const taken = connection.get<{ key: number }>('libraries.byName', 'SELECT key FROM libraries WHERE folded_name = ?', [
    foldName(name),
  ])
  if (taken !== undefined && taken.key !== exceptKey) throw new Failure('LIBRARY_NAME_TAKEN', { name })
}

export const libraryReads = {
  'libraries.list': (connection: ReadConnection, _input: null): Library[] =>
    connection
      .all<LibraryRow>('libraries.list', `${columns} WHERE l.erasing = 0 GROUP BY l.key ORDER BY l.folded_name`)
      .map((row) => toLibrary(connection, row)),

  /** In the order of their names. */
  'libraries.ids': (connection: ReadConnection, _input: null): string[] =>
    connection
      .all<{ id: string }>('libraries.ids', 'SELECT id FROM libraries WHERE erasing = 0 ORDER BY folded_name')
      .map((row) => row.id),

  /**
   * Ids of libraries that are named by id or name, each once.
   *
   * @throws Failure LIBRARY_NOT_FOUND
   */
  'libraries.resolve': (connection: ReadConnection, input: { libraries: readonly string[] }): string[] => [
    ...new Set(input.libraries.map((library) => findLibraryKey(connection, library).id)),
  ],

  /** Those of these libraries of whose documents nothing may leave this machine; null asks of all. */
  'libraries.localOnly': (
    connection: ReadConnection,
    { libraryIds }: { libraryIds: readonly string[] | null },
  ): string[] =>
    connection
      .all<{ id: string; settings: string }>(
        'libraries.localOnly',
        'SELECT id, settings FROM libraries WHERE erasing = 0 AND (:ids IS NULL OR id IN (SELECT value FROM json_each(:ids)))',
        { ids: libraryIds === null ? null : JSON.stringify(libraryIds) },
      )
      .flatMap(({ id, settings }) => (isKeptHere(settings) ? [id] : [])),

  /** Languages of the texts in some libraries, each once, those of most chunks first. What is gone meanwhile has none. */
  'libraries.languages': (connection: ReadConnection, input: { libraryIds: readonly string[] }): TextLanguages => {
    const keys = connection.all<{ key: number }>(
      'libraries.keys',
      'SELECT l.key FROM json_each(?) AS wanted JOIN libraries l ON l.id = wanted.value ORDER BY wanted.key',
      [JSON.stringify(input.libraryIds)],
    )
    const states = keys.map(({ key }) => readIndexState(connection, key))
    return {
      all: [...new Set(states.flatMap(({ languages }) => languages))],
      usual: [...new Set(states.flatMap(({ usual }) => usual))],
    }
  },

  'libraries.get': (connection: ReadConnection, input: { library: string }): Library =>
    getByKey(connection, findLibraryKey(connection, input.library).key),
}

export const libraryWrites = {
  'libraries.create': (connection: WriteConnection, input: { name: string; now: number }): Library => {
    refuseTakenName(connection, input.name, null)
    const { lastInsertRowid: key } = connection.run(
      'libraries.create',
      'INSERT INTO libraries (id, name, folded_name, created_at) VALUES (?, ?, ?, ?)',
      [newId(), input.name, foldName(input.name), input.now],
    )
    createChunkIndex(connection, key)
    return getByKey(connection, key)
  },

  'libraries.rename': (connection: WriteConnection, input: { library: string; name: string }): Library => {
    const { key } = findLibraryKey(connection, input.library)
    refuseTakenName(connection, input.name, key)
    connection.run('libraries.rename', 'UPDATE libraries SET name = ?, folded_name = ? WHERE key = ?', [
      input.name,
      foldName(input.name),
      key,
    ])
    return getByKey(connection, key)
  },
}
