import type { Answer } from '../../contract/chat.ts'
import { answerByQuoting } from './answer-by-quoting.ts'
import type { AnswerInput, RetrievalRooms, SearchInput, SearchResult } from './requests.ts'
import { searchByKeyword } from './search-by-keyword.ts'

export type { AnswerInput, SearchInput, SearchResult } from './requests.ts'

export type Retrieval = {
  /** @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  search(input: SearchInput): Promise<SearchResult>
  /** @throws LIBRARY_NOT_FOUND; the signal's reason when it is aborted */
  answer(input: AnswerInput): Promise<Answer>
}

/** A question becomes passages, and an answer that quotes and cites them. */
export function createRetrieval(rooms: RetrievalRooms): Retrieval {
  return {
    search: (input) => searchByKeyword(rooms, input),
    answer: (input) => answerByQuoting(rooms, input),
  }
}
