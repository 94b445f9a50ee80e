import type { EvaluationQuestion, QuestionSet } from '../../../contract/evaluation.ts'
import { client, engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'

/** Keeps a set's questions and brings what is on screen up to date. */
export async function saveQuestions(
  set: Pick<QuestionSet, 'libraryId' | 'name'>,
  questions: readonly EvaluationQuestion[],
): Promise<QuestionSet> {
  const saved = await client.evaluation.sets.save({
    library: set.libraryId,
    name: set.name,
    questions: [...questions],
  })
  await queryClient.invalidateQueries({ queryKey: engine.evaluation.sets.key() })
  return saved
}
