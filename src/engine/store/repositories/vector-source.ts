import type { ReadConnection, WriteConnection } from '../connection.ts'
import { countVectors } from './library-embedding.ts'

type Place = { libraryKey: number; spaceKey: number }
type Row = { chunkId: number; vector: Uint8Array<ArrayBuffer> }
type ChangeRow = { number: number; chunkId: number; vector: Uint8Array<ArrayBuffer> | null }

/** The vector of a chunk that is in the index of a place; joins as `v` to its chunk `c`. */
const withVector = 'JOIN vectors v ON v.space_key = c.space_key AND v.text_hash = c.text_hash'

/** The number of the last change of any index; numbers are never given twice. */
export function lastChange(connection: ReadConnection): number {
  return (
    connection.get<{ number: number }>(
      'vectorSource.last',
      `SELECT seq AS number FROM sqlite_sequence WHERE name = 'vector_changes'`,
    )?.number ?? 0
  )
}

export const vectorSourceReads = {
  'vectorSource.last': (connection: ReadConnection, _input: null): number => lastChange(connection),

  /** Indexes that have something to take up after a number. */
  'vectorSource.changedPlaces': (connection: ReadConnection, input: { after: number }): Place[] =>
    connection.all<Place>(
      'vectorSource.changedPlaces',
      `SELECT DISTINCT library_key AS libraryKey, space_key AS spaceKey FROM vector_changes WHERE number > :after`,
      input,
    ),

  /** Jobs that the store made itself and that have not begun. */
  'vectorSource.queuedJobs': (connection: ReadConnection, _input: null): string[] =>
    connection
      .all<{ id: string }>(
        'vectorSource.queuedJobs',
        `SELECT id FROM jobs WHERE kind IN ('embed', 'rechunk') AND state = 'queued' ORDER BY id`,
      )
      .map(({ id }) => id),

  'vectorSource.head': (connection: ReadConnection, place: Place): { number: number; vectors: number } => ({
    number: lastChange(connection),
    vectors: countVectors(connection, place),
  }),

  /** Changes after a number, in order; null when some of them are gone. A place that is gone has none. */
  'vectorSource.changes': (
    connection: ReadConnection,
    { after, limit, ...place }: Place & { after: number; limit: number },
  ): ChangeRow[] | null => {
    const kept = connection.get<{ prunedTo: number }>(
      'vectorSource.prunedTo',
      `SELECT pruned_to AS prunedTo FROM library_spaces WHERE library_key = :libraryKey AND space_key = :spaceKey`,
      place,
    )
    if (kept !== undefined && after < kept.prunedTo) return null
    return connection.all<ChangeRow>(
      'vectorSource.changes',
      `SELECT n.number, n.chunk_id AS chunkId, v.vector FROM vector_changes n
       LEFT JOIN chunk_vectors c ON n.removed = 0 AND c.library_key = n.library_key AND c.space_key = n.space_key
         AND c.chunk_id = n.chunk_id AND c.in_trash = 0
       LEFT JOIN vectors v ON v.space_key = c.space_key AND v.text_hash = c.text_hash
       WHERE n.library_key = :libraryKey AND n.space_key = :spaceKey AND n.number > :after
       ORDER BY n.number LIMIT :limit`,
      { ...place, after, limit },
    )
  },

  /** Every vector of a place in the order of chunk ids, after the given one. */
  'vectorSource.vectors': (connection: ReadConnection, input: Place & { afterChunk: number; limit: number }): Row[] =>
    connection.all<Row>(
      'vectorSource.vectors',
      `SELECT c.chunk_id AS chunkId, v.vector FROM chunk_vectors c ${withVector}
       WHERE c.library_key = :libraryKey AND c.space_key = :spaceKey AND c.chunk_id > :afterChunk AND c.in_trash = 0
       ORDER BY c.chunk_id LIMIT :limit`,
      input,
    ),

  'vectorSource.vectorsOf': (
    connection: ReadConnection,
    { chunkIds, ...place }: Place & { chunkIds: readonly number[] },
  ): Row[] =>
    connection.all<Row>(
      'vectorSource.vectorsOf',
      `SELECT c.chunk_id AS chunkId, v.vector FROM json_each(:chunkIds) wanted JOIN chunk_vectors c
         ON c.library_key = :libraryKey AND c.space_key = :spaceKey AND c.chunk_id = wanted.value AND c.in_trash = 0
       ${withVector}`,
      { ...place, chunkIds: JSON.stringify(chunkIds) },
    ),
}

export const vectorSourceWrites = {
  /** Removes changes that an index has on disk; answers whether more are left of them. */
  'vectorSource.prune': (
    connection: WriteConnection,
    { reached, limit, ...place }: Place & { reached: number; limit: number },
  ): boolean => {
    connection.run(
      'vectorSource.markPruned',
      `UPDATE library_spaces SET pruned_to = max(pruned_to, :reached)
       WHERE library_key = :libraryKey AND space_key = :spaceKey`,
      { ...place, reached },
    )
    const { changes } = connection.run(
      'vectorSource.prune',
      `DELETE FROM vector_changes WHERE number IN (SELECT number FROM vector_changes
         WHERE library_key = :libraryKey AND space_key = :spaceKey AND number <= :reached LIMIT :limit)`,
      { ...place, reached, limit },
    )
    return changes === limit
  },
}
