import type { Answer } from '../../contract/answers.ts'
import type { AnswerPlan } from '../../contract/chat.ts'
import type { Explanation } from '../../contract/explain.ts'
import { answerQuestion } from './answer-question.ts'
import { type CheckedText, checkText } from './check-text.ts'
import { explainSearch } from './explain-search.ts'
import { planAnswer } from './plan-answer.ts'
import { createReadingPace } from './reading-pace.ts'
import type {
  AnswerInput,
  CheckInput,
  ExplainInput,
  PlanInput,
  RetrievalRooms,
  SearchInput,
  SearchResult,
} from './requests.ts'
import { searchPassages } from './search-passages.ts'

export type { AnswerInput, ExplainInput, RetrievalRooms, SearchInput, SearchResult } from './requests.ts'

export type Retrieval = {
  /** @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  search(input: SearchInput): Promise<SearchResult>
  /** @throws LIBRARY_NOT_FOUND, DOCUMENT_NOT_FOUND, CONVERSATION_NOT_FOUND; the signal's reason when it is aborted */
  explain(input: ExplainInput): Promise<Explanation>
  /** @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  answer(input: AnswerInput): Promise<Answer>
  /** What answering would take. @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  plan(input: PlanInput): Promise<AnswerPlan>
  /** Holds each sentence of a text against sources. @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  check(input: CheckInput): Promise<CheckedText>
}

/** A question becomes passages, and an answer that quotes and cites them. */
export function createRetrieval(rooms: RetrievalRooms): Retrieval {
  const pace = createReadingPace()
  return {
    search: (input) => searchPassages(rooms, input),
    explain: (input) => explainSearch(rooms, input),
    answer: (input) => answerQuestion({ ...rooms, pace }, input),
    plan: (input) => planAnswer({ ...rooms, pace }, input),
    check: (input) => checkText(rooms, input),
  }
}
