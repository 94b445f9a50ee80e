import { undetermined } from '../../../domain/language/detect-language.ts'
import type { ReadConnection } from '../connection.ts'

/** What must be known of a library's keyword index to ask it for words. */
export type IndexState = {
  /** False while it is still the one of before level 110, which stems English itself. */
  stemmed: boolean
  /** Languages of its texts, that of most chunks first; English stands for those that can't be told. */
  languages: string[]
  /** Those of them that many of its chunks are in. */
  usual: string[]
}

/** Less of a library's chunks is not many: often what was taken for another language. */
const manyChunks = 0.05

/**
 * What was found out about the state of the database that `version` names. SQLite changes the version with each commit of
 * another connection and counts this one's own changes, so that nothing outlives what it was found from. Each store thread
 * has its own connection.
 */
type Known = { version: string; values: Map<string, unknown> }

const known = new WeakMap<ReadConnection, Known>()
const mostValues = 20_000

/** A value that is found once in each state of the database. */
export function rememberIn<Value>(connection: ReadConnection, key: string, find: () => Value): Value {
  const version = versionOf(connection)
  let state = known.get(connection)
  if (state === undefined || state.version !== version || state.values.size >= mostValues) {
    state = { version, values: new Map() }
    known.set(connection, state)
  }
  if (state.values.has(key)) return state.values.get(key) as Value
  const value = find()
  state.values.set(key, value)
  return value
}

function versionOf(connection: ReadConnection): string {
  const others = connection.get<{ data_version: number }>('indexState.version', 'PRAGMA data_version')?.data_version
  const own = connection.get<{ total: number }>('indexState.changes', 'SELECT total_changes() AS total')?.total
  return `${others} ${own}`
}

export function readIndexState(connection: ReadConnection, libraryKey: number): IndexState {
  return rememberIn(connection, `state ${libraryKey}`, () => {
    const row = connection.get<{ stemmed: number }>(
      'indexState.stemmed',
      'SELECT renewed_to IS NULL AS stemmed FROM libraries WHERE key = ?',
      [libraryKey],
    )
    const rows = connection.all<{ language: string; chunks: number }>(
      'indexState.languages',
      'SELECT language, chunks FROM library_languages WHERE library_key = ? AND chunks > 0 ORDER BY chunks DESC, language',
      [libraryKey],
    )
    const all = rows.reduce((sum, { chunks }) => sum + chunks, 0)
    const many = Math.min(manyChunks * all, rows[0]?.chunks ?? 0)
    return {
      stemmed: row?.stemmed === 1,
      languages: namesOf(rows),
      usual: namesOf(rows.filter(({ chunks }) => chunks >= many)),
    }
  })
}

function namesOf(rows: readonly { language: string }[]): string[] {
  const names = rows.map(({ language }) => (language === undetermined ? 'en' : language))
  return names.length > 0 ? [...new Set(names)] : ['en']
}
