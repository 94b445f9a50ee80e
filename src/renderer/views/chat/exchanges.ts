import type { Message } from '../../../contract/chat.ts'

/** A question with the answer that follows it on the branch that is shown, and what stands beside both. */
export type Exchange = {
  question: Message
  answer: Message | null
  /** Wordings of the question, itself among them, oldest first. */
  wordings: readonly Message[]
  /** Answers of the question, the shown one among them, oldest first. */
  answers: readonly Message[]
}

/** The branch that ends with a message, as exchanges. Without a known end it is all that there is. */
export function exchangesOf(messages: readonly Message[], headId: string | null): readonly Exchange[] {
  return pairMessages(branchTo(messages, headId)).map(({ question, answer }) => ({
    question,
    answer,
    wordings: messages.filter(({ role, parentId }) => role === 'user' && parentId === question.parentId),
    answers: messages.filter(({ role, parentId }) => role === 'assistant' && parentId === question.id),
  }))
}

function branchTo(messages: readonly Message[], headId: string | null): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const branch: Message[] = []
  let at = headId === null ? undefined : byId.get(headId)
  if (at === undefined) return messages
  while (at !== undefined && !branch.includes(at)) {
    branch.unshift(at)
    at = at.parentId === null ? undefined : byId.get(at.parentId)
  }
  return branch
}

/** Where a branch ends that goes through a message: by its latest answers and questions. */
export function endOf(messages: readonly Message[], messageId: string): string {
  const next = messages.findLast(({ parentId }) => parentId === messageId)
  return next === undefined ? messageId : endOf(messages, next.id)
}

/** Pairs the messages of a branch; an answer without its question keeps its place with an empty one. */
export function pairMessages(messages: readonly Message[]): readonly Pick<Exchange, 'question' | 'answer'>[] {
  const exchanges: { question: Message; answer: Message | null }[] = []
  for (const message of messages) {
    const last = exchanges.at(-1)
    if (message.role === 'user') exchanges.push({ question: message, answer: null })
    else if (last?.answer === null) last.answer = message
    else exchanges.push({ question: { ...message, role: 'user', text: '' }, answer: message })
  }
  return exchanges
}
