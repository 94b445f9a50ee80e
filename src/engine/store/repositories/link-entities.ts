import { linkAbbreviations } from '../../../domain/entities/same-person.ts'
import type { WriteConnection } from '../connection.ts'
import { forgetKeptAnswers } from './answer-cache.ts'

type Person = { key: number; folded: string }

export const linkEntityWrites = {
  /**
   * Brings together what has several names in a library that changed: acronyms with what every document that says it
   * means by them, initials with the one full name that they can stand for. Answers whether more libraries wait.
   */
  'entities.link': (connection: WriteConnection, _input: null): boolean => {
    const library = connection.get<{ key: number }>(
      'entities.staleLibrary',
      'SELECT key FROM libraries WHERE graph_stale = 1 ORDER BY key LIMIT 1',
    )
    if (library === undefined) return false
    const parameters = { libraryKey: library.key }
    connection.run(
      'entities.unlink',
      'UPDATE entities SET same_as = NULL WHERE library_key = :libraryKey AND same_as IS NOT NULL',
      parameters,
    )
    connection.run(
      'entities.linkAcronyms',
      `UPDATE entities SET same_as = d.meaning
       FROM (SELECT short_key, min(long_key) AS meaning FROM entity_definitions
             GROUP BY short_key HAVING min(long_key) = max(long_key)) AS d
       WHERE entities.library_key = :libraryKey AND d.short_key = entities.key
         AND NOT EXISTS (SELECT 1 FROM entity_definitions o WHERE o.short_key = d.meaning)`,
      parameters,
    )
    linkPeople(connection, library.key)
    // What was answered while the library was read for names knew some of them only.
    connection.run(
      'entities.fresh',
      'UPDATE libraries SET graph_stale = 0, change_number = change_number + 1 WHERE key = ?',
      [library.key],
    )
    forgetKeptAnswers(connection, library.key)
    return true
  },
}

function linkPeople(connection: WriteConnection, libraryKey: number): void {
  const find = (name: string, condition: string) =>
    connection.all<Person>(
      name,
      `SELECT key, folded FROM entities WHERE library_key = :libraryKey AND short_form IS NOT NULL AND same_as IS NULL
         AND kind IN ('person', 'name') AND ${condition}`,
      { libraryKey },
    )
  const abbreviated = find('entities.abbreviated', 'abbreviated = 1')
  const full = find(
    'entities.full',
    `abbreviated = 0 AND short_form IN (
       SELECT short_form FROM entities WHERE library_key = :libraryKey AND abbreviated = 1)`,
  )
  const keys = new Map([...abbreviated, ...full].map(({ key, folded }) => [folded, key]))
  const links = linkAbbreviations(
    abbreviated.map(({ folded }) => folded),
    full.map(({ folded }) => folded),
  )
  for (const [short, long] of links) {
    connection.run('entities.linkPerson', 'UPDATE entities SET same_as = ? WHERE key = ?', [
      keys.get(long),
      keys.get(short),
    ])
  }
}
