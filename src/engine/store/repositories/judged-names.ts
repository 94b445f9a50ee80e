import type { ReadConnection } from '../connection.ts'
import { foldName } from './fold-name.ts'
import { findLibraryKey } from './libraries.ts'

type DocumentRow = { id: string; name: string }

export const judgedNameReads = {
  /**
   * Documents of a library, the trash left out, that these ids or names stand for.
   *
   * @throws Failure LIBRARY_NOT_FOUND
   */
  'judgedNames.find': (
    connection: ReadConnection,
    input: { library: string; judged: readonly string[] },
  ): DocumentRow[] => {
    const { key: libraryKey } = findLibraryKey(connection, input.library)
    const folded = [...new Set(input.judged.map(foldName))]
    const rows = connection.all<DocumentRow>(
      'judgedNames.find',
      `SELECT id, name FROM documents WHERE library_key = :libraryKey AND trashed_at IS NULL AND
         (id IN (SELECT value FROM json_each(:judged)) OR folded_name IN (SELECT value FROM json_each(:folded)))`,
      { libraryKey, judged: JSON.stringify(input.judged), folded: JSON.stringify(folded) },
    )
    const wanted = new Set(input.judged)
    return rows.filter(({ id, name }) => wanted.has(id) || wanted.has(name))
  },
}
