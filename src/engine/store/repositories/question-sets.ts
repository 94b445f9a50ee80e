import { v7 as newId } from 'uuid'
import type { EvaluationQuestion, QuestionSet } from '../../../contract/evaluation.ts'
import { Failure } from '../../../domain/failure.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { foldName } from './fold-name.ts'
import { findLibraryKey } from './libraries.ts'

type SetRow = QuestionSet & { key: number; libraryKey: number }
type QuestionRow = { id: string; text: string; judgements: string }

const columns = `
  SELECT s.key, s.id, s.name, s.library_key AS libraryKey, l.id AS libraryId, s.created_at AS createdAt,
    (SELECT count(*) FROM questions q WHERE q.set_key = s.key) AS questions
  FROM question_sets s JOIN libraries l ON l.key = s.library_key`

function toSet({ key: _key, libraryKey: _libraryKey, ...set }: SetRow): QuestionSet {
  return set
}

/** @throws Failure EVALUATION_NOT_FOUND */
export function findQuestionSet(connection: ReadConnection, setId: string): SetRow {
  const sql = `${columns} WHERE s.id = ? AND l.erasing = 0`
  const row = connection.get<SetRow>('questionSets.get', sql, [setId])
  if (row === undefined) throw new Failure('EVALUATION_NOT_FOUND', { id: setId })
  return row
}

function listQuestions(connection: ReadConnection, setKey: number): EvaluationQuestion[] {
  return connection
    .all<QuestionRow>(
      'questionSets.questions',
      'SELECT id, text, judgements FROM questions WHERE set_key = ? ORDER BY ordinal',
      [setKey],
    )
    .map((row) => ({ ...row, judgements: JSON.parse(row.judgements) as EvaluationQuestion['judgements'] }))
}

/** Key of the set of this name, made when there is none. */
function ensureSet(
  connection: WriteConnection,
  { libraryKey, name, now }: { libraryKey: number; name: string; now: number },
): number {
  const known = connection.get<{ key: number }>(
    'questionSets.byName',
    'SELECT key FROM question_sets WHERE library_key = ? AND folded_name = ?',
    [libraryKey, foldName(name)],
  )
  if (known !== undefined) return known.key
  return connection.run(
    'questionSets.create',
    'INSERT INTO question_sets (id, library_key, name, folded_name, created_at) VALUES (?, ?, ?, ?, ?)',
    [newId(), libraryKey, name, foldName(name), now],
  ).lastInsertRowid
}

export const questionSetReads = {
  /**
   * The sets of one library or of all, by their names.
   *
   * @throws Failure LIBRARY_NOT_FOUND
   */
  'questionSets.list': (connection: ReadConnection, input: { library: string | null }): QuestionSet[] => {
    const libraryKey = input.library === null ? null : findLibraryKey(connection, input.library).key
    return connection
      .all<SetRow>(
        'questionSets.list',
        `${columns} WHERE l.erasing = 0 AND (:libraryKey IS NULL OR s.library_key = :libraryKey)
         ORDER BY s.folded_name, s.key`,
        { libraryKey },
      )
      .map(toSet)
  },

  'questionSets.get': (
    connection: ReadConnection,
    input: { setId: string },
  ): { set: QuestionSet; questions: EvaluationQuestion[] } => {
    const row = findQuestionSet(connection, input.setId)
    return { set: toSet(row), questions: listQuestions(connection, row.key) }
  },
}

export const questionSetWrites = {
  /** The questions of a set of the same name are replaced. */
  'questionSets.save': (
    connection: WriteConnection,
    input: { library: string; name: string; questions: readonly EvaluationQuestion[]; now: number },
  ): QuestionSet => {
    const { key: libraryKey } = findLibraryKey(connection, input.library)
    const setKey = ensureSet(connection, { libraryKey, name: input.name, now: input.now })
    connection.run('questionSets.clear', 'DELETE FROM questions WHERE set_key = ?', [setKey])
    for (const [place, { id, text, judgements }] of input.questions.entries()) {
      connection.run(
        'questionSets.add',
        'INSERT INTO questions (set_key, ordinal, id, text, judgements) VALUES (?, ?, ?, ?, ?)',
        [setKey, place + 1, id, text, JSON.stringify(judgements)],
      )
    }
    const saved = connection.get<SetRow>('questionSets.saved', `${columns} WHERE s.key = ?`, [setKey])
    if (saved === undefined) throw new Error(`the set ${setKey} was saved and is not there`)
    return toSet(saved)
  },

  'questionSets.delete': (connection: WriteConnection, input: { setId: string }): { id: string } => {
    const { key, id } = findQuestionSet(connection, input.setId)
    connection.run('questionSets.delete', 'DELETE FROM question_sets WHERE key = ?', [key])
    return { id }
  },
}
