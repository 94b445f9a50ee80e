import { isDeepStrictEqual } from 'node:util'
import type { Chunking } from '../../../contract/chunking.ts'
import { unfinishedJobStates } from '../../../contract/jobs.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { listStates } from './job-history.ts'
import type { ItemInput } from './job-items.ts'
import { jobWrites } from './jobs.ts'
import { chunkingOf, findLibraryKey, isKeptHere, libraryName } from './libraries.ts'
import { spacesOf } from './library-embedding.ts'

function readSettings(connection: ReadConnection, libraryKey: number): string {
  const sql = 'SELECT settings FROM libraries WHERE key = ?'
  const row = connection.get<{ settings: string }>('librarySettings.get', sql, [libraryKey])
  if (row === undefined) throw new Error('a library without a row')
  return row.settings
}

const readChunking = (connection: ReadConnection, libraryKey: number): Chunking =>
  chunkingOf(readSettings(connection, libraryKey))

/** Whether what the library's documents say may not leave this machine. */
export const isLocalOnly = (connection: ReadConnection, libraryKey: number): boolean =>
  isKeptHere(readSettings(connection, libraryKey))

/** Whether this is how the library's documents are cut now. */
export function isCutAs(connection: ReadConnection, libraryKey: number, chunking: Chunking): boolean {
  return isDeepStrictEqual(readChunking(connection, libraryKey), chunking)
}

type DocumentKey = { key: number; id: string; name: string; uri: string; bytes: number; modifiedAt: number | null }

export const librarySettingReads = {
  'librarySettings.chunking': (connection: ReadConnection, { library }: { library: string }): Chunking =>
    readChunking(connection, findLibraryKey(connection, library).key),

  /** Documents with text after the given one, in the order of their keys, as items of a job that cuts them anew. */
  'librarySettings.stored': (
    connection: ReadConnection,
    input: { library: string; after: number; limit: number },
  ): { last: number; items: ItemInput[] } => {
    const rows = connection.all<DocumentKey>(
      'librarySettings.stored',
      `SELECT key, id, name, uri, bytes, modified_at AS modifiedAt FROM documents
       WHERE library_key = ? AND state = 'ready' AND key > ? ORDER BY key LIMIT ?`,
      [findLibraryKey(connection, input.library).key, input.after, input.limit],
    )
    const items = rows.map(({ key: _key, id, ...item }) => ({
      ...item,
      source: { kind: 'stored' as const, documentId: id },
    }))
    return { last: rows.at(-1)?.key ?? input.after, items }
  },
}

function findUnfinished(connection: ReadConnection, libraryKey: number): string[] {
  return connection
    .all<{ id: string }>(
      'librarySettings.unfinished',
      `SELECT id FROM jobs WHERE library_key = ? AND kind = 'rechunk' AND state IN ${listStates(unfinishedJobStates)}`,
      [libraryKey],
    )
    .map(({ id }) => id)
}

type ConfigureInput = {
  library: string
  chunking: Chunking | null
  rechunk: boolean
  localOnly: boolean | null
  /** Embedding models on this machine. */
  localModels: readonly string[]
  now: number
}

function setLocalOnly(
  connection: WriteConnection,
  key: number,
  { localOnly, localModels }: ConfigureInput & { localOnly: boolean },
): void {
  if (localOnly && !isLocalOnly(connection, key)) {
    const modelId = spacesOf(connection, key).find(({ modelId }) => !localModels.includes(modelId))?.modelId
    if (modelId !== undefined) throw new Failure('MODEL_NOT_LOCAL', { modelId, library: libraryName(connection, key) })
  }
  setSetting(connection, key, { name: 'localOnly', value: localOnly })
}

function setSetting(
  connection: WriteConnection,
  key: number,
  { name, value }: { name: 'chunking' | 'localOnly'; value: Chunking | boolean },
): void {
  connection.run(
    'librarySettings.set',
    'UPDATE libraries SET settings = json_set(settings, ?, json(?)) WHERE key = ?',
    [`$.${name}`, JSON.stringify(value), key],
  )
}

export const librarySettingWrites = {
  /**
   * Keeps settings; null for what stays. Of another way of cutting: with `rechunk`, makes a job that cuts documents with text
   * anew, unless there are none. Answers with its id, and with the unfinished jobs that it takes the place of, which are to be
   * cancelled.
   *
   * @throws Failure LIBRARY_NOT_FOUND; MODEL_NOT_LOCAL for a library that is to be kept on this machine and that has, or
   * changes to, vectors of a model that is not among `localModels`
   */
  'librarySettings.configure': (
    connection: WriteConnection,
    input: ConfigureInput,
  ): { jobId: string | null; superseded: string[] } => {
    const { key } = findLibraryKey(connection, input.library)
    if (input.localOnly !== null) setLocalOnly(connection, key, { ...input, localOnly: input.localOnly })
    if (input.chunking === null) return { jobId: null, superseded: [] }
    setSetting(connection, key, { name: 'chunking', value: input.chunking })
    const found = connection.get<{ name: string; ready: number }>(
      'librarySettings.ready',
      `SELECT l.name, EXISTS (SELECT 1 FROM documents WHERE library_key = l.key AND state = 'ready') AS ready
       FROM libraries l WHERE l.key = ?`,
      [key],
    )
    if (!input.rechunk || found === undefined || found.ready === 0) return { jobId: null, superseded: [] }
    const superseded = findUnfinished(connection, key)
    const job = jobWrites['jobs.create'](connection, {
      kind: 'rechunk',
      priority: 'low',
      library: input.library,
      label: found.name,
      payload: JSON.stringify({ version: 1 }),
      listing: true,
      items: [],
      now: input.now,
    })
    return { jobId: job.id, superseded }
  },
}
