import type { Answer } from '../../contract/answers.ts'
import type { AnswerPlan } from '../../contract/chat.ts'
import { readCollectionQuestion } from '../../domain/collection-question.ts'

/** Reading that takes longer, reads more, or costs anything begins only when the person says so. */
const unasked = { documents: 500, seconds: 10 }

/** Whether a question may be one about the whole collection, so that its plan is worth asking for. */
export function maybeOfCollection(question: string, before: Answer | null): boolean {
  // A follow-up such as "and of those from 2020?" says so only together with the question before it.
  return before?.mode === 'collection' || readCollectionQuestion(question) !== null
}

/** Whether a plan takes so much that the person is asked before it is done. */
export function needsConsent({ kind, documents, seconds, cost }: AnswerPlan): boolean {
  if (kind !== 'collection') return false
  return documents > unasked.documents || (seconds ?? 0) > unasked.seconds || cost.nanoDollars > 0
}
