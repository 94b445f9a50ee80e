import type { ReadConnection } from '../connection.ts'
import { embeddedText, hashText } from './embedded-text.ts'
import { findLibraryKey } from './libraries.ts'

type Page = { last: number; chunks: number; cached: number; tokens: number; sample: string[] }

type Row = {
  id: number
  headingPath: string
  context: string
  text: string
  tokens: number
  name: string
  title: string
}

export const embeddingEstimateReads = {
  /**
   * Counts some chunks of a library, after the given one: how many there are, how many of them have a vector of the model,
   * the tokens of the others, and every so many of their texts. `last` is where to go on, the same as `after` at the end.
   *
   * @throws Failure LIBRARY_NOT_FOUND
   */
  'embeddingEstimate.page': (
    connection: ReadConnection,
    input: { library: string; fingerprint: string; after: number; limit: number; sampleEvery: number },
  ): Page => {
    const { key } = findLibraryKey(connection, input.library)
    const space = connection.get<{ key: number }>(
      'embeddingEstimate.space',
      'SELECT key FROM vector_spaces WHERE fingerprint = ?',
      [input.fingerprint],
    )
    const rows = connection.all<Row>(
      'embeddingEstimate.page',
      `SELECT c.id, c.heading_path AS headingPath, c.context, c.text, c.tokens, d.name, d.title
       FROM chunks c JOIN documents d ON d.key = c.document_key
       WHERE d.library_key = ? AND d.trashed_at IS NULL AND c.id > ? ORDER BY c.id LIMIT ?`,
      [key, input.after, input.limit],
    )
    const page: Page = { last: rows.at(-1)?.id ?? input.after, chunks: rows.length, cached: 0, tokens: 0, sample: [] }
    for (const [index, row] of rows.entries()) {
      const text = textOf(row)
      if (space !== undefined && isKept(connection, space.key, text)) {
        page.cached += 1
        continue
      }
      page.tokens += row.tokens
      if (index % input.sampleEvery === 0) page.sample.push(text)
    }
    return page
  },
}

function textOf({ headingPath, context, text, name, title }: Row): string {
  return embeddedText({
    document: { name, title },
    headingPath: JSON.parse(headingPath) as string[],
    context,
    text,
  })
}

function isKept(connection: ReadConnection, spaceKey: number, text: string): boolean {
  const sql = 'SELECT 1 AS kept FROM vectors WHERE space_key = ? AND text_hash = ?'
  return connection.get<{ kept: number }>('embeddingEstimate.kept', sql, [spaceKey, hashText(text)]) !== undefined
}
