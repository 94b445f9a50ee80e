import type { DocumentType } from '../../../contract/document.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import {
  addStems,
  chunkIndexName,
  chunkTitle,
  chunkVocabularyName,
  createIndexTable,
  createVocabulary,
  nextIndexName,
} from './chunk-index.ts'
import { indexedText } from './document-index.ts'

/** Chunks that one step takes on: some 100 ms, since a person may be waiting for the writer. */
const chunksTogether = 100

type OldChunk = {
  id: number
  headingPath: string
  context: string
  text: string
  name: string
  title: string
  type: DocumentType
}

export const renewIndexReads = {
  /** Libraries whose keyword index is of before level 110. */
  'indexes.old': (connection: ReadConnection, _input: null): number[] =>
    connection
      .all<{ key: number }>('indexes.old', 'SELECT key FROM libraries WHERE renewed_to IS NOT NULL ORDER BY key')
      .map(({ key }) => key),
}

export const renewIndexWrites = {
  /**
   * Takes some more of a library's chunks into the index that is made beside its old one, and puts the new one in the old
   * one's place when it has all; answers whether more is to do. What is added or removed meanwhile is so in both.
   */
  'indexes.renew': (connection: WriteConnection, { libraryKey }: { libraryKey: number }): boolean => {
    const library = connection.get<{ renewedTo: number | null }>(
      'indexes.renewedTo',
      'SELECT renewed_to AS renewedTo FROM libraries WHERE key = ?',
      [libraryKey],
    )
    const renewedTo = library?.renewedTo ?? null
    if (renewedTo === null) return false
    if (renewedTo === 0) beginAnew(connection, libraryKey)
    const chunks = connection.all<OldChunk>(
      'indexes.oldChunks',
      `SELECT c.id, c.heading_path AS headingPath, c.context, c.text, d.name, d.title, d.type
       FROM chunks c JOIN documents d ON d.key = c.document_key
       WHERE c.id > ? AND d.library_key = ? AND d.trashed_at IS NULL ORDER BY c.id LIMIT ?`,
      [renewedTo, libraryKey, chunksTogether],
    )
    const last = chunks.at(-1)
    if (last === undefined) {
      replaceOld(connection, libraryKey)
      return false
    }
    const target = { libraryKey, index: nextIndexName(libraryKey) }
    for (const { id, headingPath, context, text, ...document } of chunks) {
      const title = chunkTitle(document, JSON.parse(headingPath) as string[])
      addStems(connection, target, { id, title, text: indexedText({ context, text }) })
    }
    connection.run('indexes.noteRenewed', 'UPDATE libraries SET renewed_to = ? WHERE key = ?', [last.id, libraryKey])
    return true
  },
}

function beginAnew(connection: WriteConnection, libraryKey: number): void {
  connection.execute('indexes.dropNext', `DROP TABLE IF EXISTS ${nextIndexName(libraryKey)}`)
  createIndexTable(connection, nextIndexName(libraryKey))
  connection.run('indexes.forgetLanguages', 'DELETE FROM library_languages WHERE library_key = ?', [libraryKey])
}

function replaceOld(connection: WriteConnection, libraryKey: number): void {
  const index = chunkIndexName(libraryKey)
  connection.execute(
    'indexes.replace',
    `DROP TABLE ${chunkVocabularyName(libraryKey)}; DROP TABLE ${index};
     ALTER TABLE ${nextIndexName(libraryKey)} RENAME TO ${index};`,
  )
  createVocabulary(connection, libraryKey)
  connection.run('indexes.renewed', 'UPDATE libraries SET renewed_to = NULL WHERE key = ?', [libraryKey])
}
