import type { AnswerPlan } from '../../contract/chat.ts'
import { readCollectionQuestion } from '../../domain/collection-question.ts'
import { rewriteQuestion } from '../../domain/rewrite-question.ts'
import type { ReadingPace } from './reading-pace.ts'
import type { PlanInput, RetrievalRooms } from './requests.ts'
import { resolveScope } from './resolve-scope.ts'

/** Reading and quoting need no model that costs anything. */
const noCost: AnswerPlan['cost'] = {
  currency: 'USD',
  nanoDollars: 0,
  estimated: true,
  inputTokens: 0,
  outputTokens: 0,
}

/** No call is made that a budget would have to allow. */
const noModel = { cost: noCost, model: null, worstCaseNanoDollars: 0, tightestBudget: null }

/** How a question would be answered: of a whole collection, with all that would be read and the seconds it would take. */
export async function planAnswer(rooms: RetrievalRooms & { pace: ReadingPace }, input: PlanInput): Promise<AnswerPlan> {
  const { libraryIds, settings } = await resolveScope(rooms, input)
  const { question } = rewriteQuestion(input.question, input.earlier ?? [])
  const size = await rooms.store.read('collections.size', { libraryIds, filter: input.filter }, input.signal)
  if (readCollectionQuestion(question) === null) {
    const tokens = Math.min(settings.contextTokens, size.tokens)
    return { kind: 'passages', documents: size.documents, tokens, seconds: null, ...noModel }
  }
  return { kind: 'collection', ...size, seconds: rooms.pace.estimate(size.tokens), ...noModel }
}
