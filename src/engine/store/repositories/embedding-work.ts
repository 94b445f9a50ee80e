import type { ReadConnection } from '../connection.ts'
import { embeddedText, hashText } from './embedded-text.ts'
import { chunkingOf, findLibraryKey } from './libraries.ts'
import { type LibrarySpace, spacesOf } from './library-embedding.ts'

/** A chunk that lacks its vector in a space. `text` is null when the space has a vector of it already. */
export type LackingChunk = {
  spaceKey: number
  documentId: string
  chunkId: number
  hash: Uint8Array<ArrayBuffer>
  text: string | null
  /** Of the document that it covers. */
  characters: number
}

type ChunkRow = {
  id: number
  documentId: string
  headingPath: string
  context: string
  text: string
  name: string
  title: string
}

/** A document whose chunks get their vectors together: what a model reads around them counts. */
export type WholeDocument = {
  documentId: string
  text: string
  chunks: { id: number; start: number; end: number; tokens: number }[]
  /** For each space, its key and the ids of the chunks that lack a vector in it. */
  lacking: { spaceKey: number; chunkIds: number[] }[]
}

const chunkColumns = `c.id, d.id AS documentId, c.heading_path AS headingPath, c.context, c.text, d.name, d.title`

export const embeddingWorkReads = {
  /** The spaces of a library, and whether its documents are embedded as wholes. @throws Failure LIBRARY_NOT_FOUND */
  'embeddingWork.plan': (
    connection: ReadConnection,
    { library }: { library: string },
  ): { libraryId: string; libraryKey: number; spaces: LibrarySpace[]; isLate: boolean } => {
    const { key: libraryKey, id: libraryId } = findLibraryKey(connection, library)
    const row = connection.get<{ settings: string }>(
      'embeddingWork.settings',
      'SELECT settings FROM libraries WHERE key = ?',
      [libraryKey],
    )
    const isLate = row !== undefined && chunkingOf(row.settings).strategy === 'late'
    return { libraryId, libraryKey, spaces: spacesOf(connection, libraryKey), isLate }
  },

  /** Chunks of these documents that lack a vector, for the serving space first. */
  'embeddingWork.lacking': (
    connection: ReadConnection,
    input: { libraryKey: number; documentIds: readonly string[]; limit: number },
  ): LackingChunk[] => {
    const found: LackingChunk[] = []
    for (const { key: spaceKey } of spacesOf(connection, input.libraryKey)) {
      const rows = connection.all<ChunkRow>(
        'embeddingWork.lacking',
        `SELECT ${chunkColumns} FROM json_each(:documentIds) wanted JOIN documents d ON d.id = wanted.value
           JOIN chunks c ON c.document_key = d.key
         WHERE d.library_key = :libraryKey AND d.trashed_at IS NULL AND NOT EXISTS (SELECT 1 FROM chunk_vectors v
           WHERE v.library_key = d.library_key AND v.space_key = :spaceKey AND v.chunk_id = c.id)
         ORDER BY wanted.key, c.ordinal LIMIT :limit`,
        {
          libraryKey: input.libraryKey,
          spaceKey,
          documentIds: JSON.stringify(input.documentIds),
          limit: input.limit - found.length,
        },
      )
      found.push(...rows.map((row) => toLacking(connection, spaceKey, row)))
    }
    return found
  },

  /** A document with its text, for a model that reads it whole; null when it is gone or lies in the trash. */
  'embeddingWork.whole': (
    connection: ReadConnection,
    input: { libraryKey: number; documentId: string },
  ): WholeDocument | null => {
    const row = connection.get<{ key: number; text: string }>(
      'embeddingWork.whole',
      `SELECT d.key, t.text FROM documents d JOIN document_contents t ON t.document_key = d.key
       WHERE d.id = :documentId AND d.library_key = :libraryKey AND d.trashed_at IS NULL`,
      input,
    )
    if (row === undefined) return null
    const chunks = connection.all<WholeDocument['chunks'][number]>(
      'embeddingWork.spans',
      'SELECT id, start, end, tokens FROM chunks WHERE document_key = ? ORDER BY ordinal',
      [row.key],
    )
    const lacking = spacesOf(connection, input.libraryKey).map(({ key: spaceKey }) => ({
      spaceKey,
      chunkIds: connection
        .all<{ id: number }>(
          'embeddingWork.lackingIds',
          `SELECT c.id FROM chunks c WHERE c.document_key = ? AND NOT EXISTS (SELECT 1 FROM chunk_vectors v
             WHERE v.library_key = ? AND v.space_key = ? AND v.chunk_id = c.id)`,
          [row.key, input.libraryKey, spaceKey],
        )
        .map(({ id }) => id),
    }))
    return { documentId: input.documentId, text: row.text, chunks, lacking }
  },

  /** Of these hashes, those of which a space has a vector: their places in the list. */
  'embeddingWork.known': (
    connection: ReadConnection,
    input: { spaceKey: number; hashes: readonly Uint8Array[] },
  ): number[] => input.hashes.flatMap((hash, index) => (isKnown(connection, input.spaceKey, hash) ? [index] : [])),
}

function toLacking(connection: ReadConnection, spaceKey: number, row: ChunkRow): LackingChunk {
  const text = textOf(row)
  const hash = hashText(text)
  const { id: chunkId, documentId } = row
  const characters = row.text.length
  return { spaceKey, documentId, chunkId, hash, text: isKnown(connection, spaceKey, hash) ? null : text, characters }
}

function textOf({ headingPath, context, text, ...document }: ChunkRow): string {
  return embeddedText({ document, headingPath: JSON.parse(headingPath) as string[], context, text })
}

function isKnown(connection: ReadConnection, spaceKey: number, hash: Uint8Array): boolean {
  const sql = 'SELECT 1 AS known FROM vectors WHERE space_key = ? AND text_hash = ?'
  return connection.get<{ known: number }>('embeddingWork.known', sql, [spaceKey, hash]) !== undefined
}
