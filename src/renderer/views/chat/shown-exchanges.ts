import type { Attachment, Message } from '../../../contract/chat.ts'
import type { WaitingAnswer } from '../../../contract/waiting.ts'
import type { LiveExchange } from '../../engine/live-answer.ts'
import { type Exchange, exchangesOf } from './exchanges.ts'
import { fromLive, fromMessage, type ShownAnswer } from './shown-answer.ts'

/** A question with its answers, kept or on their way. */
export type ShownExchange = {
  key: string
  /** Its id is empty until the engine has kept it, and where it is lost. */
  question: { id: string; text: string; parentId: string | null; attachments: readonly Attachment[] }
  /** Ids of the question's wordings. */
  wordings: readonly string[]
  /** All that are kept or on their way, oldest first. */
  answers: readonly ShownAnswer[]
  /** The one that belongs to the branch. */
  answer: ShownAnswer | null
}

/** What the engine has kept of a branch, with what of it still waits for a model. */
export function keptExchanges(
  messages: readonly Message[],
  headId: string | null,
  waiting: readonly WaitingAnswer[] = [],
): readonly ShownExchange[] {
  return exchangesOf(messages, headId).map((exchange) => showKept(exchange, waiting))
}

function showKept({ question, answer, wordings, answers }: Exchange, waiting: readonly WaitingAnswer[]): ShownExchange {
  // One without its question stands where the question would.
  const isLost = question.text === '' && answer?.id === question.id
  const shown = answers.map((each) => fromMessage(each, waiting.find(({ messageId }) => messageId === each.id) ?? null))
  return {
    key: question.id,
    question: { ...question, id: isLost ? '' : question.id },
    wordings: wordings.map(({ id }) => id),
    answers: shown,
    answer: shown.find(({ messageId }) => messageId === answer?.id) ?? (answer === null ? null : fromMessage(answer)),
  }
}

/** The same with what is being answered in its place; exchanges that it does not touch stay the same objects. */
export function withLive(kept: readonly ShownExchange[], live: LiveExchange | null): readonly ShownExchange[] {
  if (live === null) return kept
  const at = kept.findIndex(({ question }) => question.id !== '' && question.id === live.questionId)
  const known = kept[at]
  const onTheWay = live.answers.map(fromLive)
  if (known !== undefined) {
    const rest = known.answers.filter((answer) => !onTheWay.some((coming) => isSame(coming, answer)))
    return [
      ...kept.slice(0, at),
      { ...known, answers: [...rest, ...onTheWay], answer: onTheWay.at(-1) ?? known.answer },
    ]
  }
  const asked: ShownExchange = {
    key: live.questionId ?? 'live',
    question: { id: live.questionId ?? '', text: live.question, parentId: null, attachments: live.attachments },
    wordings: [],
    answers: onTheWay,
    answer: onTheWay.at(-1) ?? null,
  }
  return [...beforeBranch(kept, live), asked]
}

/** What is kept of an answer may be read before the first event of that answer has said its id. */
function isSame(coming: ShownAnswer, kept: ShownAnswer): boolean {
  if (coming.messageId !== null) return coming.messageId === kept.messageId
  return kept.isElsewhere && (coming.model === null || coming.model === kept.model)
}

/** A question in other words goes on from what it follows; what came after that is another branch. */
function beforeBranch(kept: readonly ShownExchange[], { parentId }: LiveExchange): readonly ShownExchange[] {
  if (parentId === undefined) return kept
  if (parentId === null) return []
  const at = kept.findIndex(({ question, answer }) => question.id === parentId || answer?.messageId === parentId)
  return at === -1 ? kept : kept.slice(0, at + 1)
}
