import type { Answer } from '../../contract/chat.ts'
import type { AnswerInput, RetrievalRooms } from './retrieval.ts'

export async function answerByQuoting(_rooms: RetrievalRooms, _input: AnswerInput): Promise<Answer> {
  throw new Error('written next')
}
