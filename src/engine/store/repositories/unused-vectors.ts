import type { WriteConnection } from '../connection.ts'

/** Rows that one step removes: the writer has others waiting. */
const mostTogether = 2_000

/** Indexes that no library has any more: their rows can go. */
const abandoned = `SELECT l.key AS libraryKey, s.key AS spaceKey FROM libraries l CROSS JOIN vector_spaces s
  WHERE NOT EXISTS (SELECT 1 FROM library_spaces u WHERE u.library_key = l.key AND u.space_key = s.key)`

export type OrphanStep = { space: number; afterHash: Uint8Array | null }

export const unusedVectorWrites = {
  /** Removes some of what a library left that gave up a model, then the model's vectors; answers whether more is to do. */
  'unusedVectors.step': (connection: WriteConnection, _input: null): boolean => {
    for (const table of ['chunk_vectors', 'vector_changes']) {
      const place = connection.get<{ libraryKey: number; spaceKey: number }>(
        'unusedVectors.place',
        `SELECT libraryKey, spaceKey FROM (${abandoned}) a WHERE EXISTS (
           SELECT 1 FROM ${table} t WHERE t.library_key = a.libraryKey AND t.space_key = a.spaceKey) LIMIT 1`,
      )
      if (place === undefined) continue
      const id = table === 'chunk_vectors' ? 'chunk_id' : 'number'
      connection.run(
        'unusedVectors.rows',
        `DELETE FROM ${table} WHERE library_key = :libraryKey AND space_key = :spaceKey AND ${id} IN (
           SELECT ${id} FROM ${table} WHERE library_key = :libraryKey AND space_key = :spaceKey LIMIT ${mostTogether})`,
        place,
      )
      return true
    }
    return dropSpace(connection)
  },

  /**
   * Removes vectors of texts that no chunk has any more, some at a time: `after` is where the step before ended, null for
   * the first. Answers with where to go on, null at the end.
   */
  'unusedVectors.orphans': (
    connection: WriteConnection,
    { after }: { after: OrphanStep | null },
  ): { after: OrphanStep | null; removed: number } => {
    const rows = connection.all<{ space: number; hash: Uint8Array }>(
      'unusedVectors.next',
      `SELECT space_key AS space, text_hash AS hash FROM vectors
       WHERE (space_key, text_hash) > (?, ?) ORDER BY space_key, text_hash LIMIT ${mostTogether}`,
      [after?.space ?? 0, after?.afterHash ?? new Uint8Array()],
    )
    const last = rows.at(-1)
    if (last === undefined) return { after: null, removed: 0 }
    const { changes } = connection.run(
      'unusedVectors.dropOrphans',
      `DELETE FROM vectors WHERE (space_key, text_hash) > (:space, :hash)
         AND (space_key, text_hash) <= (:lastSpace, :lastHash) AND NOT EXISTS (SELECT 1 FROM chunk_vectors c
           WHERE c.space_key = vectors.space_key AND c.text_hash = vectors.text_hash)`,
      {
        space: after?.space ?? 0,
        hash: after?.afterHash ?? new Uint8Array(),
        lastSpace: last.space,
        lastHash: last.hash,
      },
    )
    return { after: { space: last.space, afterHash: last.hash }, removed: changes }
  },
}

/** Some vectors of a space that no library has, and the space itself after the last. */
function dropSpace(connection: WriteConnection): boolean {
  const space = connection.get<{ key: number }>(
    'unusedVectors.space',
    'SELECT key FROM vector_spaces s WHERE NOT EXISTS (SELECT 1 FROM library_spaces u WHERE u.space_key = s.key) LIMIT 1',
  )
  if (space === undefined) return false
  const { changes } = connection.run(
    'unusedVectors.vectors',
    `DELETE FROM vectors WHERE space_key = :key AND text_hash IN (
       SELECT text_hash FROM vectors WHERE space_key = :key LIMIT ${mostTogether})`,
    space,
  )
  if (changes === 0) connection.run('unusedVectors.dropSpace', 'DELETE FROM vector_spaces WHERE key = ?', [space.key])
  return true
}
