import type { Answer } from '../../../contract/answers.ts'
import type { EvaluationOptions, EvaluationQuestion } from '../../../contract/evaluation.ts'
import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import type { AnswerInput, RetrievalRooms, SearchInput, SearchResult } from '../requests.ts'
import type { JudgedQuestion } from './resolve-questions.ts'

export type EvaluationRooms = RetrievalRooms & {
  search(input: SearchInput): Promise<SearchResult>
  answer(input: AnswerInput): Promise<Answer>
  /** Passages that an answer quotes at most. */
  passages(): Promise<number>
}

/** A kept set, or questions that are asked once. */
export type EvaluationInput = EvaluationOptions &
  ({ setId: string } | { library: string; questions: EvaluationQuestion[] })

/** A question as it is asked of a library in one way. */
export type AskedQuestion = {
  question: JudgedQuestion
  libraryId: string
  retrieval: RetrievalOverrides
  answers: boolean
  /** Documents that are looked at. */
  depth: number
  /** Passages that an answer quotes at most. */
  passages: number
  signal: AbortSignal | undefined
}
