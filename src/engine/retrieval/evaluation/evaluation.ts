import type { EvaluationEvent, EvaluationQuestion } from '../../../contract/evaluation.ts'
import { draftQuestions } from './draft-questions.ts'
import type { EvaluationInput, EvaluationRooms } from './requests.ts'
import { runEvaluation } from './run-evaluation.ts'

export type Evaluations = {
  /**
   * Asks every question and ends with what came out, which is kept when the set is.
   *
   * @throws EVALUATION_NOT_FOUND, EVALUATION_INVALID, LIBRARY_NOT_FOUND before the stream begins; the signal's reason
   */
  run(input: EvaluationInput, signal: AbortSignal | undefined): Promise<AsyncGenerator<EvaluationEvent, void>>
  /** @throws LIBRARY_NOT_FOUND; the signal's reason */
  draft(input: { library: string; count: number }, signal: AbortSignal | undefined): Promise<EvaluationQuestion[]>
}

/** Measures a library's retrieval with questions whose answers are known. */
export function createEvaluations(rooms: EvaluationRooms): Evaluations {
  return {
    run: (input, signal) => runEvaluation(rooms, input, signal),
    draft: (input, signal) => draftQuestions(rooms.store, input, signal),
  }
}
