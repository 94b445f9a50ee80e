import type { DocumentType } from '../../../contract/document.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/**
 * The keyword index: one FTS5 table a library, so that a word's rarity is measured in the library that is searched, a
 * search never scores another library's chunks, and deleting a library drops its index at once. Contentless: the text
 * stands in `chunks`. The tokeniser and the two columns are those measured in docs/decisions (porter stems; title
 * weighs twice the text).
 */
export function chunkIndexName(libraryKey: number): string {
  return `chunk_index_${libraryKey}`
}

/** Table with one row a term of the index and the number of chunks that hold it. */
export function chunkVocabularyName(libraryKey: number): string {
  return `chunk_vocabulary_${libraryKey}`
}

export function createChunkIndex(connection: WriteConnection, libraryKey: number): void {
  const index = chunkIndexName(libraryKey)
  connection.execute(
    'chunkIndex.create',
    `CREATE VIRTUAL TABLE ${index} USING fts5(
       title, text, content = '', contentless_delete = 1, tokenize = "porter unicode61 remove_diacritics 2");
     CREATE VIRTUAL TABLE ${chunkVocabularyName(libraryKey)} USING fts5vocab(${index}, 'row');`,
  )
}

export function dropChunkIndex(connection: WriteConnection, libraryKey: number): void {
  connection.execute(
    'chunkIndex.drop',
    `DROP TABLE ${chunkVocabularyName(libraryKey)}; DROP TABLE ${chunkIndexName(libraryKey)};`,
  )
}

/**
 * What a chunk's title column holds: the document's title, the headings above the chunk, and the file's path, since
 * people look for files by their names. A record's name is a bare number or code and stays out.
 */
export function chunkTitle(
  document: { name: string; title: string; type: DocumentType },
  headingPath: readonly string[],
): string {
  const names = document.type === 'record' || document.name === document.title ? [] : [document.name]
  return [...new Set([document.title, ...headingPath, ...names])].join('\n')
}

export function addToChunkIndex(
  connection: WriteConnection,
  libraryKey: number,
  chunk: { id: number; title: string; text: string },
): void {
  connection.run('chunkIndex.add', `INSERT INTO ${chunkIndexName(libraryKey)} (rowid, title, text) VALUES (?, ?, ?)`, [
    chunk.id,
    chunk.title,
    chunk.text,
  ])
}

/** Takes a document's chunks out of the index; must run before the chunks are deleted. */
export function removeFromChunkIndex(connection: WriteConnection, libraryKey: number, documentKey: number): void {
  connection.run(
    'chunkIndex.remove',
    `DELETE FROM ${chunkIndexName(libraryKey)} WHERE rowid IN (SELECT id FROM chunks WHERE document_key = ?)`,
    [documentKey],
  )
}

/** Pages that one step of writing the index anew takes on: some 25 ms. */
const mergePages = 32

/**
 * Writes some of the index anew: what was deleted is only crossed out until then, and its words stay in the file. To be
 * called until it answers false; `first` begins a pass over the whole index.
 */
export function mergeChunkIndex(connection: WriteConnection, libraryKey: number, first: boolean): boolean {
  const index = chunkIndexName(libraryKey)
  const changes = () =>
    connection.get<{ total: number }>('chunkIndex.changes', 'SELECT total_changes() AS total')?.total ?? 0
  const before = changes()
  connection.run('chunkIndex.merge', `INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`, [
    first ? -mergePages : mergePages,
  ])
  // FTS5 says in this way that there was nothing left to merge.
  return changes() - before >= 2
}

/** Number of chunks in a library's index, from the counts of its documents. */
export function countChunks(connection: ReadConnection, libraryKey: number): number {
  return (
    connection.get<{ total: number }>(
      'chunkIndex.count',
      'SELECT coalesce(sum(chunk_count), 0) AS total FROM documents WHERE library_key = ? AND trashed_at IS NULL',
      [libraryKey],
    )?.total ?? 0
  )
}
