import type { EvaluationQuestion } from '../../../contract/evaluation.ts'
import { type ResolvedJudgements, resolveJudgements } from '../../../domain/evaluation/judged-documents.ts'
import type { Store } from '../../store/store.ts'

/** A question with its judgements by the ids of the library's documents. */
export type JudgedQuestion = Pick<EvaluationQuestion, 'id' | 'text'> & ResolvedJudgements

/** Looks up what the judgements of a set name, once for all of its questions. */
export async function resolveQuestions(
  store: Store,
  input: { libraryId: string; questions: readonly EvaluationQuestion[]; signal: AbortSignal | undefined },
): Promise<JudgedQuestion[]> {
  const { libraryId, questions, signal } = input
  const judged = [...new Set(questions.flatMap(({ judgements }) => Object.keys(judgements)))]
  const found = await store.read('judgedNames.find', { library: libraryId, judged }, signal)
  const names = new Map<string, string[]>()
  for (const { id, name } of found) names.set(name, [...(names.get(name) ?? []), id])
  const library = { ids: new Set(found.map(({ id }) => id)), names }
  return questions.map(({ id, text, judgements }) => ({ id, text, ...resolveJudgements(judgements, library) }))
}
