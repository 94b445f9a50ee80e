import type { DocumentType } from '../../../contract/document.ts'
import { detectLanguage, undetermined } from '../../../domain/language/detect-language.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { stemText } from '../stems/stemmers.ts'

/**
 * The keyword index: one FTS5 table a library, so that a word's rarity is measured in the library that is searched, a
 * search never scores another library's chunks, and deleting a library drops its index at once. Contentless: the text
 * stands in `chunks`. It takes stems between spaces, made by the chunk's language (stems/stemmers.ts), and changes nothing
 * of them. The two columns are those measured in docs/decisions (title weighs twice the text).
 */
export function chunkIndexName(libraryKey: number): string {
  return `chunk_index_${libraryKey}`
}

/** Table with one row a term of the index and the number of chunks that hold it. */
export function chunkVocabularyName(libraryKey: number): string {
  return `chunk_vocabulary_${libraryKey}`
}

/** The index that is being made beside one of before level 110. */
export function nextIndexName(libraryKey: number): string {
  return `chunk_index_next_${libraryKey}`
}

/** For a library that was just created. */
export function createChunkIndex(connection: WriteConnection, libraryKey: number): void {
  createIndexTable(connection, chunkIndexName(libraryKey))
  createVocabulary(connection, libraryKey)
}

export function createIndexTable(connection: WriteConnection, name: string): void {
  // `ascii` parts at ASCII signs and spaces only, and leaves everything beyond ASCII as it is.
  connection.execute(
    'chunkIndex.create',
    `CREATE VIRTUAL TABLE ${name} USING fts5(title, text, content = '', contentless_delete = 1, tokenize = "ascii");`,
  )
}

export function createVocabulary(connection: WriteConnection, libraryKey: number): void {
  connection.execute(
    'chunkIndex.vocabulary',
    `CREATE VIRTUAL TABLE ${chunkVocabularyName(libraryKey)} USING fts5vocab(${chunkIndexName(libraryKey)}, 'row');`,
  )
}

export function dropChunkIndex(connection: WriteConnection, libraryKey: number): void {
  connection.execute(
    'chunkIndex.drop',
    `DROP TABLE ${chunkVocabularyName(libraryKey)}; DROP TABLE ${chunkIndexName(libraryKey)};
     DROP TABLE IF EXISTS ${nextIndexName(libraryKey)};`,
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

type IndexedChunk = { id: number; title: string; text: string }

export function addToChunkIndex(connection: WriteConnection, libraryKey: number, chunk: IndexedChunk): void {
  const renewedTo = findRenewal(connection, libraryKey)
  if (renewedTo === null) addStems(connection, { libraryKey, index: chunkIndexName(libraryKey) }, chunk)
  else {
    insert(connection, chunkIndexName(libraryKey), chunk)
    // The rest comes when the renewal gets there.
    if (chunk.id <= renewedTo) addStems(connection, { libraryKey, index: nextIndexName(libraryKey) }, chunk)
  }
}

/** Adds a chunk's stems to an index, and notes its language with it. */
export function addStems(
  connection: WriteConnection,
  { libraryKey, index }: { libraryKey: number; index: string },
  { id, title, text }: IndexedChunk,
): void {
  const language = languageOf(connection, libraryKey, { id, title, text })
  insert(connection, index, { id, title: stemText(title, language), text: stemText(text, language) })
  connection.run(
    'chunkIndex.language',
    'UPDATE chunks SET language = :language WHERE id = :id AND language <> :language',
    {
      language,
      id,
    },
  )
  connection.run(
    'chunkIndex.countLanguage',
    `INSERT INTO library_languages (library_key, language, chunks) VALUES (?, ?, 1)
     ON CONFLICT DO UPDATE SET chunks = chunks + 1`,
    [libraryKey, language],
  )
}

function insert(connection: WriteConnection, index: string, { id, title, text }: IndexedChunk): void {
  connection.run('chunkIndex.add', `INSERT INTO ${index} (rowid, title, text) VALUES (?, ?, ?)`, [id, title, text])
}

/** What a text does not tell, its title may, then the chunk before it, then what most of its library is written in. */
function languageOf(connection: WriteConnection, libraryKey: number, { id, title, text }: IndexedChunk): string {
  const own = [text, `${title}\n${text}`].map(detectLanguage).find((found) => found !== undetermined)
  if (own !== undefined) return own
  const usual = connection.get<{ language: string }>(
    'chunkIndex.usualLanguage',
    `SELECT language FROM (
       SELECT 1 AS choice, b.language FROM chunks c
         JOIN chunks b ON b.document_key = c.document_key AND b.ordinal = c.ordinal - 1 WHERE c.id = :id
       UNION ALL SELECT * FROM (
         SELECT 2, language FROM library_languages WHERE library_key = :libraryKey AND language <> 'und' AND chunks > 0
         ORDER BY chunks DESC LIMIT 1))
     WHERE language <> 'und' ORDER BY choice LIMIT 1`,
    { id, libraryKey },
  )
  return usual?.language ?? undetermined
}

/** The last chunk that the index beside an old one holds; null when there is no old one. */
function findRenewal(connection: ReadConnection, libraryKey: number): number | null {
  return (
    connection.get<{ renewedTo: number | null }>(
      'chunkIndex.renewal',
      'SELECT renewed_to AS renewedTo FROM libraries WHERE key = ?',
      [libraryKey],
    )?.renewedTo ?? null
  )
}

/** Takes a document's chunks out of the index; must run before the chunks are deleted. */
export function removeFromChunkIndex(connection: WriteConnection, libraryKey: number, documentKey: number): void {
  const renewedTo = findRenewal(connection, libraryKey)
  const remove = (index: string) =>
    connection.run(
      'chunkIndex.remove',
      `DELETE FROM ${index} WHERE rowid IN (SELECT id FROM chunks WHERE document_key = ?)`,
      [documentKey],
    )
  const stemmed = renewedTo === null ? chunkIndexName(libraryKey) : nextIndexName(libraryKey)
  if (renewedTo === null || renewedTo > 0) {
    connection.run(
      'chunkIndex.uncountLanguages',
      `UPDATE library_languages SET chunks = chunks - gone.total
       FROM (SELECT c.language, count(*) AS total FROM chunks c JOIN ${stemmed}_docsize i ON i.id = c.id
             WHERE c.document_key = ? GROUP BY c.language) AS gone
       WHERE library_key = ? AND library_languages.language = gone.language`,
      [documentKey, libraryKey],
    )
    remove(stemmed)
  }
  if (renewedTo !== null) remove(chunkIndexName(libraryKey))
}

/** Pages that one step of writing the index anew takes on: some 25 ms. */
const mergePages = 32

/**
 * Writes some of the index anew: what was deleted is only crossed out until then, and its words stay in the file. To be
 * called until it answers false; `first` begins a pass over the whole index.
 */
export function mergeChunkIndex(connection: WriteConnection, libraryKey: number, first: boolean): boolean {
  // What was erased must be in neither: the one that is being made is begun anew.
  if (first && findRenewal(connection, libraryKey) !== null) {
    connection.run('chunkIndex.renewAgain', 'UPDATE libraries SET renewed_to = 0 WHERE key = ?', [libraryKey])
    connection.execute('chunkIndex.dropNext', `DROP TABLE IF EXISTS ${nextIndexName(libraryKey)}`)
  }
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
