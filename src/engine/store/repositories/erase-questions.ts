import type { QuestionResult } from '../../../contract/evaluation.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { erasedWords } from './erase-quotes.ts'
import { foldName } from './fold-name.ts'

type ErasedDocument = { id: string; libraryKey: number; name: string }
/** `name`: null where another document has it too, and what is said by that name is said of it. */
type Forgotten = { id: string; name: string | null }
type QuestionRow = { setKey: number; ordinal: number; id: string; judgements: string }

/**
 * Takes a document out of its library's question sets and their runs: judgements of it go, and with the last one that
 * says what answers a question the question goes too, since it was made from the document or is about it alone. Runs lose
 * the document's name and the words of those questions; their figures stay. Answers with what was taken out.
 */
export function forgetInQuestions(connection: WriteConnection, document: ErasedDocument): number {
  const sets = connection
    .all<{ key: number }>('eraseQuestions.sets', 'SELECT key FROM question_sets WHERE library_key = ?', [
      document.libraryKey,
    ])
    .map(({ key }) => key)
  if (sets.length === 0) return 0
  const forgotten = { id: document.id, name: isOnlyOfName(connection, document) ? document.name : null }
  return sets.reduce((sum, setKey) => {
    const { gone, changed } = forgetJudgements(connection, setKey, forgotten)
    return sum + changed + forgetInRuns(connection, setKey, { name: forgotten.name, gone })
  }, 0)
}

function isOnlyOfName(connection: ReadConnection, { id, libraryKey, name }: ErasedDocument): boolean {
  const other = connection.get(
    'eraseQuestions.sameName',
    'SELECT 1 FROM documents WHERE library_key = ? AND folded_name = ? AND name = ? AND id <> ? LIMIT 1',
    [libraryKey, foldName(name), name, id],
  )
  return other === undefined
}

function forgetJudgements(
  connection: WriteConnection,
  setKey: number,
  { id, name }: Forgotten,
): { gone: Set<string>; changed: number } {
  const rows = connection.all<QuestionRow>(
    'eraseQuestions.judged',
    `SELECT set_key AS setKey, ordinal, id, judgements FROM questions
     WHERE set_key = ? AND EXISTS (SELECT 1 FROM json_each(judgements) j WHERE j.key IN (?, ?))`,
    [setKey, id, name],
  )
  const gone = new Set<string>()
  for (const { ordinal, id: questionId, judgements } of rows) {
    const left = Object.entries(JSON.parse(judgements) as Record<string, number>).filter(
      ([judged]) => judged !== id && judged !== name,
    )
    if (left.some(([, grade]) => grade > 0)) {
      connection.run('eraseQuestions.save', 'UPDATE questions SET judgements = ? WHERE set_key = ? AND ordinal = ?', [
        JSON.stringify(Object.fromEntries(left)),
        setKey,
        ordinal,
      ])
    } else {
      gone.add(questionId)
      connection.run('eraseQuestions.delete', 'DELETE FROM questions WHERE set_key = ? AND ordinal = ?', [
        setKey,
        ordinal,
      ])
    }
  }
  return { gone, changed: rows.length }
}

function forgetInRuns(
  connection: WriteConnection,
  setKey: number,
  { name, gone }: { name: string | null; gone: ReadonlySet<string> },
): number {
  const rows = connection.all<{ key: number; questions: string }>(
    'eraseQuestions.runs',
    // JSON writes the name with escapes.
    'SELECT key, questions FROM evaluations WHERE set_key = ? AND (? > 0 OR instr(questions, ?) > 0)',
    [setKey, gone.size, name === null ? null : JSON.stringify(name)],
  )
  for (const { key, questions } of rows) {
    const results = (JSON.parse(questions) as QuestionResult[][]).map((result) =>
      result.map((question) => ({
        ...question,
        text: gone.has(question.id) ? erasedWords : question.text,
        found: question.found.map((found) => (found === name ? erasedWords : found)),
      })),
    )
    connection.run('eraseQuestions.saveRun', 'UPDATE evaluations SET questions = ? WHERE key = ?', [
      JSON.stringify(results),
      key,
    ])
  }
  return rows.length
}
