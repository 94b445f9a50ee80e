import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { countChunks } from './chunk-index.ts'
import type { ItemInput } from './job-items.ts'
import { jobWrites } from './jobs.ts'
import { findLibraryKey, libraryName } from './libraries.ts'
import { countVectors, findUnfinishedJob, type LibrarySpace, spacesOf, type VectorSpace } from './library-embedding.ts'
import { isLocalOnly } from './library-settings.ts'
import { charactersOf, lacksVectors } from './queue-embedding.ts'
import { lastChange } from './vector-source.ts'

/** A library's index of vectors, as far as the store knows it. */
export type StoredPlace = VectorSpace & { libraryId: string; libraryKey: number; role: LibrarySpace['role'] }

/** `chunks`: those that can be searched. `lastChange`: of any index; while it stays, so do the vectors. */
export type ServingSpace = StoredPlace & { chunks: number; lastChange: number }

export const librarySpaceReads = {
  /** The vectors that a library is searched by; null for one that has none. @throws Failure LIBRARY_NOT_FOUND */
  'librarySpaces.serving': (connection: ReadConnection, input: { library: string }): ServingSpace | null => {
    const { key: libraryKey, id: libraryId } = findLibraryKey(connection, input.library)
    const space = spacesOf(connection, libraryKey).find(({ role }) => role === 'serving')
    if (space === undefined) return null
    const chunks = countChunks(connection, libraryKey)
    return { ...space, libraryId, libraryKey, chunks, lastChange: lastChange(connection) }
  },

  /** Both spaces of a library. @throws Failure LIBRARY_NOT_FOUND */
  'librarySpaces.ofLibrary': (connection: ReadConnection, input: { library: string }): StoredPlace[] => {
    const { key: libraryKey, id: libraryId } = findLibraryKey(connection, input.library)
    return spacesOf(connection, libraryKey).map((space) => ({ ...space, libraryId, libraryKey }))
  },

  /** Every library's. */
  'librarySpaces.list': (connection: ReadConnection, _input: null): StoredPlace[] =>
    connection
      .all<{ id: string; key: number }>('librarySpaces.list', 'SELECT id, key FROM libraries WHERE erasing = 0')
      .flatMap(({ id, key }) => spacesOf(connection, key).map((s) => ({ ...s, libraryId: id, libraryKey: key }))),

  /** Documents after the given one whose chunks lack vectors, as items of the job that makes them. */
  'librarySpaces.toEmbed': (
    connection: ReadConnection,
    input: { library: string; after: number; limit: number },
  ): { last: number; items: ItemInput[] } => {
    const rows = connection.all<{ key: number; id: string; name: string; uri: string; bytes: number }>(
      'librarySpaces.toEmbed',
      `SELECT d.key, d.id, d.name, d.uri, ${charactersOf('d.key')} AS bytes FROM documents d
       WHERE d.library_key = ? AND d.trashed_at IS NULL AND d.key > ? AND ${lacksVectors('d')} ORDER BY d.key LIMIT ?`,
      [findLibraryKey(connection, input.library).key, input.after, input.limit],
    )
    const items = rows.map(({ key: _key, id, ...item }) => ({
      ...item,
      modifiedAt: null,
      source: { kind: 'stored' as const, documentId: id },
    }))
    return { last: rows.at(-1)?.key ?? input.after, items }
  },
}

function hasAllVectors(connection: ReadConnection, place: { libraryKey: number; spaceKey: number }): boolean {
  return countVectors(connection, place) >= countChunks(connection, place.libraryKey)
}

/** The key of a space, which gets a row when it is new. */
function keepSpace(connection: WriteConnection, space: Omit<VectorSpace, 'key'>): number {
  const row = connection.get<{ key: number }>(
    'librarySpaces.keepSpace',
    `INSERT INTO vector_spaces (fingerprint, model_id, dimensions) VALUES (:fingerprint, :modelId, :dimensions)
     ON CONFLICT (fingerprint) DO UPDATE SET model_id = excluded.model_id RETURNING key`,
    space,
  )
  if (row === undefined) throw new Error('an upsert returned no row')
  return row.key
}

function setSpace(
  connection: WriteConnection,
  { libraryKey, role }: { libraryKey: number; role: LibrarySpace['role'] },
  spaceKey: number | null,
): void {
  connection.run('librarySpaces.unset', 'DELETE FROM library_spaces WHERE library_key = ? AND role = ?', [
    libraryKey,
    role,
  ])
  if (spaceKey === null) return
  // What an earlier use of the space left: chunks may have come and gone since. The vectors themselves are still good.
  connection.run('librarySpaces.forget', 'DELETE FROM chunk_vectors WHERE library_key = ? AND space_key = ?', [
    libraryKey,
    spaceKey,
  ])
  connection.run(
    'librarySpaces.set',
    `INSERT INTO library_spaces (library_key, space_key, role, pruned_to)
     VALUES (?, ?, ?, (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'vector_changes'))`,
    [libraryKey, spaceKey, role],
  )
}

export const librarySpaceWrites = {
  /**
   * Gives a library vectors of a space, or changes to it once all are there; null takes all away. Choosing what it has ends
   * a change that is under way. Answers with the job that makes what lacks, null when nothing does, and with unfinished
   * jobs that it takes the place of, which are to be cancelled.
   *
   * @throws Failure LIBRARY_NOT_FOUND; MODEL_NOT_LOCAL for a model on another machine, of a library that stays on this one
   */
  'librarySpaces.choose': (
    connection: WriteConnection,
    input: { library: string; space: (Omit<VectorSpace, 'key'> & { isLocal: boolean }) | null; now: number },
  ): { jobId: string | null; superseded: string[] } => {
    const { key: libraryKey, id } = findLibraryKey(connection, input.library)
    const before = findUnfinishedJob(connection, 'embed', libraryKey)
    const superseded = before === null ? [] : [before]
    if (input.space === null) {
      for (const role of ['serving', 'next'] as const) setSpace(connection, { libraryKey, role }, null)
      return { jobId: null, superseded }
    }
    const { isLocal, ...space } = input.space
    if (!isLocal && isLocalOnly(connection, libraryKey)) {
      throw new Failure('MODEL_NOT_LOCAL', { modelId: space.modelId, library: libraryName(connection, libraryKey) })
    }
    choose(connection, libraryKey, keepSpace(connection, space))
    if (!lacksAny(connection, libraryKey)) return { jobId: null, superseded }
    const { id: jobId } = jobWrites['jobs.create'](connection, {
      kind: 'embed',
      priority: 'low',
      library: id,
      label: libraryName(connection, libraryKey),
      payload: JSON.stringify({ version: 1 }),
      listing: true,
      items: [],
      now: input.now,
    })
    return { jobId, superseded }
  },

  /**
   * The change of a library's model: what it changes to is searched from now on. False while a chunk lacks its vector, or
   * when the library does not change to this space any more.
   */
  'librarySpaces.switch': (
    connection: WriteConnection,
    { libraryKey, spaceKey }: { libraryKey: number; spaceKey: number },
  ): boolean => {
    const next = spacesOf(connection, libraryKey).find(({ role }) => role === 'next')
    if (next?.key !== spaceKey || !hasAllVectors(connection, { libraryKey, spaceKey })) return false
    connection.run(
      'librarySpaces.dropServing',
      `DELETE FROM library_spaces WHERE library_key = ? AND role = 'serving'`,
      [libraryKey],
    )
    connection.run('librarySpaces.serveNext', `UPDATE library_spaces SET role = 'serving' WHERE library_key = ?`, [
      libraryKey,
    ])
    return true
  },
}

function choose(connection: WriteConnection, libraryKey: number, spaceKey: number): void {
  const spaces = spacesOf(connection, libraryKey)
  const serving = spaces.find(({ role }) => role === 'serving')
  const next = spaces.find(({ role }) => role === 'next')
  const isEmpty = countChunks(connection, libraryKey) === 0
  if (serving === undefined || (isEmpty && serving.key !== spaceKey)) {
    setSpace(connection, { libraryKey, role: 'next' }, null)
    setSpace(connection, { libraryKey, role: 'serving' }, spaceKey)
  } else if (serving.key === spaceKey) {
    setSpace(connection, { libraryKey, role: 'next' }, null)
  } else if (next?.key !== spaceKey) {
    setSpace(connection, { libraryKey, role: 'next' }, spaceKey)
  }
}

/** Whether a chunk lacks a vector, or a change is under way, which the job brings to its end. */
function lacksAny(connection: ReadConnection, libraryKey: number): boolean {
  return spacesOf(connection, libraryKey).some(
    ({ key, role }) => role === 'next' || !hasAllVectors(connection, { libraryKey, spaceKey: key }),
  )
}
