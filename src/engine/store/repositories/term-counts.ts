import { isOneLetter } from '../../../domain/language/unbroken-text.ts'
import type { QueryTerm } from '../../../domain/query-terms.ts'
import { otherInflection, splitWords, stemWord } from '../../../domain/words.ts'
import type { ReadConnection } from '../connection.ts'
import { stemsIn } from '../stems/stemmers.ts'
import { chunkIndexName, chunkVocabularyName, countChunks } from './chunk-index.ts'
import { type IndexState, readIndexState, rememberIn } from './index-state.ts'

/**
 * The FTS5 expression of a term: what texts of the library's languages hold for it, in quotation marks, so that nothing in
 * it is syntax.
 */
export function termExpression(connection: ReadConnection, libraryKey: number, term: QueryTerm): string {
  return expressionOf(formsOf(term, readIndexState(connection, libraryKey)))
}

function expressionOf(forms: readonly string[]): string {
  const quoted = forms.map((form) => `"${form}"${isOneLetter(form.slice(form.lastIndexOf(' ') + 1)) ? ' *' : ''}`)
  return quoted.length === 1 ? (quoted[0] ?? '""') : `(${quoted.join(' OR ')})`
}

/** Words in a row, between spaces, of which a chunk that holds the term has one. */
function formsOf(term: QueryTerm, { stemmed, languages }: IndexState): string[] {
  if (stemmed) {
    const wanted = languages.filter((language) => term.languages?.includes(language) ?? true)
    return stemsIn(term.text, wanted.length > 0 ? wanted : languages)
  }
  const words = splitWords(term.text).join(' ')
  const other = term.kind === 'word' ? otherInflection(words) : null
  return other === null ? [words] : [words, other]
}

/** How rare the terms of a query are in a library. */
export type TermCounts = {
  /** Chunks of the library. */
  chunks: number
  /** For each term the number of chunks that hold it. */
  holders: number[]
  /** The same for each of its stems that any chunk holds. */
  forms: number[][]
}

export function countHolders(connection: ReadConnection, libraryKey: number, terms: readonly QueryTerm[]): TermCounts {
  const state = readIndexState(connection, libraryKey)
  const counts = terms.map((term) => {
    const forms = formsOf(term, state)
    return rememberIn(connection, `holders ${libraryKey} ${expressionOf(forms)}`, () =>
      countForms(connection, { libraryKey, forms, stemmed: state.stemmed }),
    )
  })
  return {
    chunks: rememberIn(connection, `chunks ${libraryKey}`, () => countChunks(connection, libraryKey)),
    holders: counts.map(({ together }) => together),
    forms: counts.map(({ each }) => each),
  }
}

function countForms(
  connection: ReadConnection,
  options: { libraryKey: number; forms: readonly string[]; stemmed: boolean },
): { together: number; each: number[] } {
  const { libraryKey, forms } = options
  const counts = forms.map((form) => ({ form, count: countForm(connection, { ...options, form }) }))
  const held = counts.filter(({ count }) => count > 0)
  const each = held.map(({ count }) => count)
  // Several may be in one chunk.
  const together =
    held.length > 1
      ? countMatches(
          connection,
          libraryKey,
          held.map(({ form }) => form),
        )
      : (each[0] ?? 0)
  return { together, each }
}

function countForm(
  connection: ReadConnection,
  { libraryKey, form, stemmed }: { libraryKey: number; form: string; stemmed: boolean },
): number {
  if (form.includes(' ') || isOneLetter(form)) return countMatches(connection, libraryKey, [form])
  const row = connection.get<{ doc: number }>(
    'termCounts.word',
    `SELECT doc FROM ${chunkVocabularyName(libraryKey)} WHERE term = ?`,
    [stemmed ? form : stemWord(form)],
  )
  // The index of before stems scripts with combining marks otherwise than is done here: it knows.
  return row?.doc ?? (stemmed ? 0 : countMatches(connection, libraryKey, [form]))
}

function countMatches(connection: ReadConnection, libraryKey: number, forms: readonly string[]): number {
  const index = chunkIndexName(libraryKey)
  const row = connection.get<{ total: number }>(
    'termCounts.expression',
    `SELECT count(*) AS total FROM ${index} WHERE ${index} MATCH ?`,
    [expressionOf(forms)],
  )
  return row?.total ?? 0
}
