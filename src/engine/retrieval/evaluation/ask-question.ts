import type { QuestionResult } from '../../../contract/evaluation.ts'
import { countRelevant, scoreRanking } from '../../../domain/evaluation/ranking-scores.ts'
import type { AskedQuestion, EvaluationRooms } from './requests.ts'
import { scoreAnswer } from './score-answer.ts'

const namesShown = 10

export async function askQuestion(rooms: EvaluationRooms, asked: AskedQuestion): Promise<QuestionResult> {
  const { question, libraryId, retrieval, depth, signal } = asked
  const started = performance.now()
  const { passages } = await rooms.search({
    query: question.text,
    libraries: [libraryId],
    limit: depth,
    group: 'document',
    retrieval,
    signal,
  })
  const milliseconds = performance.now() - started
  const ranking = passages.map(({ documentId }) => documentId)
  return {
    id: question.id,
    text: question.text,
    scores: countRelevant(question.byDocument) === 0 ? null : scoreRanking(ranking, question.byDocument),
    answer: asked.answers ? await scoreAnswer(rooms, asked) : null,
    found: passages.slice(0, namesShown).map(({ document }) => document),
    milliseconds,
  }
}
