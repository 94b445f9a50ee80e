import { unfinishedJobStates } from '../../../contract/jobs.ts'
import type { LibraryEmbedding } from '../../../contract/libraries.ts'
import type { ReadConnection } from '../connection.ts'
import { listStates } from './job-history.ts'

/** Vectors of one space can be compared: the same weights, pooled in the same way. */
export type VectorSpace = { key: number; fingerprint: string; modelId: string; dimensions: number }

export type LibrarySpace = VectorSpace & { role: 'serving' | 'next' }

/** The spaces of a library: the one that is searched, then the one that it changes to. */
export function spacesOf(connection: ReadConnection, libraryKey: number): LibrarySpace[] {
  return connection.all<LibrarySpace>(
    'libraryEmbedding.spaces',
    `SELECT s.key, s.fingerprint, s.model_id AS modelId, s.dimensions, l.role
     FROM library_spaces l JOIN vector_spaces s ON s.key = l.space_key
     WHERE l.library_key = ? ORDER BY l.role DESC`,
    [libraryKey],
  )
}

/** Chunks of a library that have a vector in a space, without those in the trash. */
export function countVectors(connection: ReadConnection, place: { libraryKey: number; spaceKey: number }): number {
  return (
    connection.get<{ total: number }>(
      'libraryEmbedding.count',
      `SELECT count(*) AS total FROM chunk_vectors
       WHERE library_key = :libraryKey AND space_key = :spaceKey AND in_trash = 0`,
      place,
    )?.total ?? 0
  )
}

/** The newest job of a kind that is not at an end for a library; null when there is none. */
export function findUnfinishedJob(
  connection: ReadConnection,
  kind: 'embed' | 'rechunk',
  libraryKey: number,
): string | null {
  return (
    connection.get<{ id: string }>(
      'libraryEmbedding.job',
      `SELECT id FROM jobs WHERE library_key = ? AND kind = ? AND state IN ${listStates(unfinishedJobStates)}
       ORDER BY created_at DESC, id DESC LIMIT 1`,
      [libraryKey, kind],
    )?.id ?? null
  )
}

export function embeddingOf(connection: ReadConnection, libraryKey: number): LibraryEmbedding {
  const spaces = spacesOf(connection, libraryKey)
  const serving = spaces.find(({ role }) => role === 'serving')
  const next = spaces.find(({ role }) => role === 'next')
  const count = ({ key }: VectorSpace) => countVectors(connection, { libraryKey, spaceKey: key })
  return {
    modelId: serving?.modelId ?? null,
    vectors: serving === undefined ? 0 : count(serving),
    next:
      next === undefined
        ? null
        : { modelId: next.modelId, vectors: count(next), jobId: findUnfinishedJob(connection, 'embed', libraryKey) },
  }
}
