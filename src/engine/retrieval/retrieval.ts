import type { Answer } from '../../contract/chat.ts'
import type { Explanation } from '../../contract/explain.ts'
import { answerByQuoting } from './answer-by-quoting.ts'
import { explainSearch } from './explain-search.ts'
import type { AnswerInput, ExplainInput, RetrievalRooms, SearchInput, SearchResult } from './requests.ts'
import { searchPassages } from './search-passages.ts'

export type { AnswerInput, ExplainInput, RetrievalRooms, SearchInput, SearchResult } from './requests.ts'

export type Retrieval = {
  /** @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  search(input: SearchInput): Promise<SearchResult>
  /** @throws LIBRARY_NOT_FOUND, DOCUMENT_NOT_FOUND, CONVERSATION_NOT_FOUND; the signal's reason when it is aborted */
  explain(input: ExplainInput): Promise<Explanation>
  /** @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  answer(input: AnswerInput): Promise<Answer>
}

/** A question becomes passages, and an answer that quotes and cites them. */
export function createRetrieval(rooms: RetrievalRooms): Retrieval {
  return {
    search: (input) => searchPassages(rooms, input),
    explain: (input) => explainSearch(rooms, input),
    answer: (input) => answerByQuoting(rooms, input),
  }
}
