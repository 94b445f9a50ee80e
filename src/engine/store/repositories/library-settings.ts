import { isDeepStrictEqual } from 'node:util'
import type { Chunking } from '../../../contract/chunking.ts'
import { unfinishedJobStates } from '../../../contract/jobs.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { listStates } from './job-history.ts'
import type { ItemInput } from './job-items.ts'
import { jobWrites } from './jobs.ts'
import { chunkingOf, findLibraryKey } from './libraries.ts'

function readChunking(connection: ReadConnection, libraryKey: number): Chunking {
  const sql = 'SELECT settings FROM libraries WHERE key = ?'
  const row = connection.get<{ settings: string }>('librarySettings.get', sql, [libraryKey])
  if (row === undefined) throw new Error('a library without a row')
  return chunkingOf(row.settings)
}

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

export const librarySettingWrites = {
  /** @throws Failure LIBRARY_NOT_FOUND */
  'librarySettings.setLocalOnly': (
    connection: WriteConnection,
    { library, localOnly }: { library: string; localOnly: boolean },
  ): null => {
    const { key } = findLibraryKey(connection, library)
    connection.run(
      'librarySettings.setLocalOnly',
      `UPDATE libraries SET settings = json_set(settings, '$.localOnly', json(?)) WHERE key = ?`,
      [JSON.stringify(localOnly), key],
    )
    return null
  },

  /**
   * Keeps how documents are cut from now on; with `rechunk`, makes a job that cuts those with text anew, unless there are
   * none. Answers with its id, and with the unfinished jobs that it takes the place of, which are to be cancelled.
   */
  'librarySettings.configure': (
    connection: WriteConnection,
    input: { library: string; chunking: Chunking; rechunk: boolean; now: number },
  ): { jobId: string | null; superseded: string[] } => {
    const { key } = findLibraryKey(connection, input.library)
    connection.run(
      'librarySettings.set',
      `UPDATE libraries SET settings = json_set(settings, '$.chunking', json(?)) WHERE key = ?`,
      [JSON.stringify(input.chunking), key],
    )
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
