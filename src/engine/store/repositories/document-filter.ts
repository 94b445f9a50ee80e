import type { DocumentFilter } from '../../../contract/document.ts'
import { detectLanguage } from '../../../domain/language/detect-language.ts'
import { isOneLetter } from '../../../domain/language/unbroken-text.ts'
import { parseQuery, type QueryTerm } from '../../../domain/query-terms.ts'
import { splitQueried } from '../../../domain/words.ts'
import type { ReadConnection } from '../connection.ts'
import { stemmersOf, stemText } from '../stems/stemmers.ts'
import { chunkIndexName } from './chunk-index.ts'
import { foldName } from './fold-name.ts'
import { readIndexState } from './index-state.ts'
import { allTags } from './tags.ts'
import { termExpression } from './term-counts.ts'

/** A condition on a library's documents, called `d`, with its parameters. */
export type DocumentCondition = { where: string; parameters: Record<string, string | number | null> }

/** The filter as a condition; bounds in time include the moment itself. */
export function filterDocuments(
  connection: ReadConnection,
  libraryKey: number,
  filter: DocumentFilter,
): DocumentCondition {
  const conditions = ['d.library_key = :libraryKey', `d.trashed_at IS ${filter.trashed ? 'NOT ' : ''}NULL`]
  const parameters: DocumentCondition['parameters'] = { libraryKey }
  const add = (condition: string, values: DocumentCondition['parameters']) => {
    conditions.push(condition)
    Object.assign(parameters, values)
  }
  const { text, content, state, type, tags, folderId, available, modifiedAfter, modifiedBefore } = filter
  if (state !== undefined) add('d.state = :state', { state })
  if (type !== undefined) add('d.type = :type', { type })
  if (available !== undefined) add('d.available = :available', { available: available ? 1 : 0 })
  if (modifiedAfter !== undefined) add('d.modified_at >= :modifiedAfter', { modifiedAfter })
  if (modifiedBefore !== undefined) add('d.modified_at <= :modifiedBefore', { modifiedBefore })
  if (folderId !== undefined) add('d.folder_key = (SELECT key FROM folders WHERE id = :folderId)', { folderId })
  if (tags !== undefined && tags.length > 0) {
    const tagged = allTags(tags)
    add(tagged.condition, tagged.parameters)
  }
  if (text !== undefined) {
    add('(instr(d.folded_name, :text) > 0 OR instr(d.folded_title, :text) > 0)', { text: foldName(text) })
  }
  const words = content === undefined ? [] : parseQuery(content, readIndexState(connection, libraryKey).languages)
  if (words.length > 0 && filter.trashed) {
    const keys = findInTrash(connection, libraryKey, words)
    add('d.key IN (SELECT value FROM json_each(:holders))', { holders: JSON.stringify(keys) })
  } else {
    for (const [place, word] of words.entries())
      add(holds(libraryKey, place), { [`word${place}`]: termExpression(connection, libraryKey, word) })
  }
  return { where: `WHERE ${conditions.join(' AND ')}`, parameters }
}

/** Each word may be in another chunk: what is asked for is a document. */
function holds(libraryKey: number, place: number): string {
  const index = chunkIndexName(libraryKey)
  return `d.key IN (SELECT c.document_key FROM ${index} JOIN chunks c ON c.id = ${index}.rowid WHERE ${index} MATCH :word${place})`
}

/** What lies in the trash is in no index, so its text is looked through: slow for thousands, and seldom asked for. */
function findInTrash(connection: ReadConnection, libraryKey: number, words: readonly QueryTerm[]): number[] {
  const keys = connection.all<{ key: number }>(
    'documents.trashedKeys',
    `SELECT key FROM documents WHERE library_key = ? AND trashed_at IS NOT NULL AND state = 'ready'`,
    [libraryKey],
  )
  return keys.flatMap(({ key }) => {
    const row = connection.get<{ text: string }>(
      'documents.trashedText',
      `SELECT d.title || char(10) || d.name || char(10) || c.text AS text
       FROM documents d JOIN document_contents c ON c.document_key = d.key WHERE d.key = ?`,
      [key],
    )
    const text = row?.text ?? ''
    const language = detectLanguage(text)
    const stems = ` ${stemText(text, language)} `
    return words.every((word) => stems.includes(inRow(word.text, language))) ? [key] : []
  })
}

/** Stems as they stand in a stemmed text, whole words only; one letter of a script without spaces is a beginning. */
function inRow(text: string, language: string): string {
  const parts = splitQueried(text)
  return ` ${parts.map(stemmersOf(language).index).join(' ')}${isOneLetter(parts.at(-1) ?? '') ? '' : ' '}`
}
