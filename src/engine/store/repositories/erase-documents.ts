import type { ErasureReport } from '../../../contract/erasures.ts'
import type { WriteConnection } from '../connection.ts'
import { forgetKeptAnswers } from './answer-cache.ts'
import { forgetBatchedAnswers } from './batches.ts'
import { removeFromChunkIndex } from './chunk-index.ts'
import { forgetInHistory } from './erase-history.ts'
import { forgetInQuestions } from './erase-questions.ts'
import { eraseVectors } from './erase-vectors.ts'
import { countMentions } from './erased-entities.ts'

/** What was removed, by the parts of the contract's report. */
export type RemovedParts = {
  documents: number
  contents: number
  chunks: number
  index: number
  vectors: number
  cache: number
  entities: number
  quotes: number
  history: number
  originals: number
}

type Doomed = {
  key: number
  id: string
  libraryKey: number
  name: string
  uri: string
  contentHash: string | null
  addedAt: number
  inTrash: number
}

type ChunkRange = { first: number | null; last: number | null; count: number }

/** Removes one document's rows, index entries and names, and leaves the traces by which a later look can tell. */
export function eraseDocument(
  connection: WriteConnection,
  erasure: { number: number; scope: ErasureReport['scope'] },
  documentId: string,
): Partial<RemovedParts> {
  const document = connection.get<Doomed>(
    'erasures.document',
    `SELECT key, id, library_key AS libraryKey, name, uri, content_hash AS contentHash, added_at AS addedAt,
       trashed_at IS NOT NULL AS inTrash FROM documents WHERE id = ?`,
    [documentId],
  )
  // It may have gone by another way meanwhile, as the refusal of a file that turned out to be an archive.
  if (document === undefined) {
    connection.run('erasures.wasGone', 'UPDATE erased_documents SET gone = 1 WHERE erasure = ? AND document_id = ?', [
      erasure.number,
      documentId,
    ])
    return {}
  }
  if (erasure.scope === 'trash' && document.inTrash === 0) {
    // Somebody took it out before its turn came.
    connection.run('erasures.spare', 'DELETE FROM erased_documents WHERE erasure = ? AND document_id = ?', [
      erasure.number,
      documentId,
    ])
    return {}
  }
  const chunks = connection.get<ChunkRange>(
    'erasures.chunks',
    'SELECT min(id) AS first, max(id) AS last, count(*) AS count FROM chunks WHERE document_key = ?',
    [document.key],
  ) ?? { first: null, last: null, count: 0 }
  removeFromChunkIndex(connection, document.libraryKey, document.key)
  const cache = forgetKeptAnswers(connection, document.libraryKey) + forgetBatchedAnswers(connection, document.id)
  const vectors = eraseVectors(connection, { libraryKey: document.libraryKey, documentKey: document.key })
  const entities = countMentions(connection, document.key)
  const contents = connection.run('erasures.contents', 'DELETE FROM document_contents WHERE document_key = ?', [
    document.key,
  ])
  connection.run('erasures.deleteChunks', 'DELETE FROM chunks WHERE document_key = ?', [document.key])
  const history = forgetInHistory(connection, document) + forgetInQuestions(connection, document)
  connection.run('erasures.delete', 'DELETE FROM documents WHERE key = ?', [document.key])
  connection.run(
    'erasures.trace',
    `UPDATE erased_documents SET gone = 1, library_key = :libraryKey, content_hash = :contentHash, added_at = :addedAt,
       first_chunk = :first, last_chunk = :last WHERE erasure = :erasure AND document_id = :id`,
    {
      erasure: erasure.number,
      id: document.id,
      libraryKey: document.libraryKey,
      contentHash: document.contentHash,
      addedAt: document.addedAt,
      first: chunks.first,
      last: chunks.last,
    },
  )
  return {
    documents: 1,
    contents: contents.changes,
    chunks: chunks.count,
    index: document.inTrash === 1 ? 0 : chunks.count,
    vectors,
    cache,
    entities,
    history,
  }
}
