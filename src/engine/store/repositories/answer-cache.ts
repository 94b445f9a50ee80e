import { Answer } from '../../../contract/answers.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'

/** What an answer was made of: each library's id with its change number before the answer was begun. */
export type LibraryChanges = Record<string, number>

export type KeptAnswer = {
  question: string
  answer: Answer
  /** Ids of the documents whose words a model was given for it. */
  sources: string[]
  answeredAt: number
  /** It was made before anybody asked, and nobody has since. */
  isAhead: boolean
}

/** Answers that are kept at most; the oldest go. */
const mostKept = 1_000

type KeptRow = Omit<KeptAnswer, 'answer' | 'sources' | 'isAhead'> & { answer: string; sources: string; isAhead: number }

function toKept(row: KeptRow | undefined): KeptAnswer | null {
  if (row === undefined) return null
  return {
    ...row,
    answer: Answer.parse(JSON.parse(row.answer)),
    sources: JSON.parse(row.sources) as string[],
    isAhead: row.isAhead === 1,
  }
}

function readChanges(connection: ReadConnection, libraryIds: readonly string[]): LibraryChanges {
  const rows = connection.all<{ id: string; number: number }>(
    'answerCache.changes',
    `SELECT id, change_number AS number FROM libraries
     WHERE erasing = 0 AND id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(libraryIds)],
  )
  return Object.fromEntries(rows.map(({ id, number }) => [id, number]))
}

export const answerCacheReads = {
  /**
   * The change numbers of libraries, and whether something in them changes without a person's doing: a folder that is
   * followed, or a web page.
   */
  'answerCache.state': (
    connection: ReadConnection,
    input: { libraryIds: readonly string[] },
  ): { changes: LibraryChanges; isChanging: boolean } => {
    const ids = JSON.stringify(input.libraryIds)
    const changing = connection.get<{ found: number }>(
      'answerCache.changing',
      `SELECT EXISTS (SELECT 1 FROM folders f JOIN libraries l ON l.key = f.library_key
           WHERE l.id IN (SELECT value FROM json_each(:ids)))
         OR EXISTS (SELECT 1 FROM libraries l JOIN documents d ON d.library_key = l.key
           AND d.uri >= 'http:' AND d.uri < 'httpt' AND (d.uri GLOB 'http:*' OR d.uri GLOB 'https:*')
           WHERE l.id IN (SELECT value FROM json_each(:ids))) AS found`,
      { ids },
    )
    return { changes: readChanges(connection, input.libraryIds), isChanging: changing?.found === 1 }
  },

  /** The answer to the same question in the same scope; null when none is kept, or its time is over. */
  'answerCache.exact': (
    connection: ReadConnection,
    input: { scope: string; normalised: string; now: number },
  ): KeptAnswer | null =>
    toKept(
      connection.get<KeptRow>(
        'answerCache.exact',
        `SELECT question, answer, sources, answered_at AS answeredAt, ahead AS isAhead FROM answer_cache
         WHERE scope = :scope AND normalised = :normalised AND expires_at > :now`,
        input,
      ),
    ),

  /** Questions of a scope with their vectors of one model. */
  'answerCache.questions': (
    connection: ReadConnection,
    input: { scope: string; fingerprint: string; now: number },
  ): { normalised: string; question: string; vector: Uint8Array }[] =>
    connection.all(
      'answerCache.questions',
      `SELECT normalised, question, vector FROM answer_cache
       WHERE scope = :scope AND fingerprint = :fingerprint AND expires_at > :now ORDER BY answered_at DESC`,
      input,
    ),
}

export const answerCacheWrites = {
  /**
   * Keeps an answer in the place of an earlier one to the same question. False, with nothing written, when one of the
   * libraries has changed since the answer was begun.
   */
  'answerCache.keep': (
    connection: WriteConnection,
    input: {
      scope: string
      normalised: string
      question: string
      answer: Answer
      sources?: readonly string[]
      /** It was made before anybody asked. */
      isAhead: boolean
      changes: LibraryChanges
      now: number
      expiresAt: number
      embedding: { fingerprint: string; vector: Uint8Array } | null
    },
  ): boolean => {
    const libraryIds = Object.keys(input.changes)
    const changes = readChanges(connection, libraryIds)
    if (libraryIds.some((id) => changes[id] !== input.changes[id])) return false
    const { scope, normalised, question, now, expiresAt, embedding } = input
    connection.run('answerCache.replace', 'DELETE FROM answer_cache WHERE scope = ? AND normalised = ?', [
      scope,
      normalised,
    ])
    const { lastInsertRowid: key } = connection.run(
      'answerCache.keep',
      `INSERT INTO answer_cache (scope, question, normalised, answer, sources, answered_at, expires_at, fingerprint, vector, ahead)
       VALUES (:scope, :question, :normalised, :answer, :sources, :now, :expiresAt, :fingerprint, :vector, :ahead)`,
      {
        ...{ scope, question, normalised, now, expiresAt },
        answer: JSON.stringify(input.answer),
        sources: JSON.stringify(input.sources ?? []),
        ahead: input.isAhead ? 1 : 0,
        fingerprint: embedding?.fingerprint ?? null,
        vector: embedding === null ? null : Buffer.from(embedding.vector),
      },
    )
    connection.run(
      'answerCache.libraries',
      `INSERT INTO answer_cache_libraries (library_key, answer_key)
       SELECT key, ? FROM libraries WHERE id IN (SELECT value FROM json_each(?))`,
      [key, JSON.stringify(libraryIds)],
    )
    connection.run(
      'answerCache.bound',
      `DELETE FROM answer_cache WHERE expires_at <= ? OR key <= (SELECT max(key) FROM answer_cache) - ?`,
      [now, mostKept],
    )
    return true
  },

  /** Removes answers whose time is over. */
  'answerCache.expire': (connection: WriteConnection, input: { now: number }): number =>
    connection.run('answerCache.expire', 'DELETE FROM answer_cache WHERE expires_at <= ?', [input.now]).changes,
}

/** Removes the kept answers of a library; answers with their number. */
export function forgetKeptAnswers(connection: WriteConnection, libraryKey: number): number {
  return connection.run(
    'answerCache.forget',
    'DELETE FROM answer_cache WHERE key IN (SELECT answer_key FROM answer_cache_libraries WHERE library_key = ?)',
    [libraryKey],
  ).changes
}

/** Kept answers that still cite a document of this erasure. A look through all of them. */
export function countKeptAnswers(connection: ReadConnection, erasure: number): number {
  return (
    connection.get<{ total: number }>(
      'answerCache.citing',
      `SELECT count(DISTINCT a.key) AS total FROM answer_cache a, json_each(a.answer, '$.citations') c
       WHERE c.value ->> 'documentId' IN (SELECT document_id FROM erased_documents WHERE erasure = ?)`,
      [erasure],
    )?.total ?? 0
  )
}
