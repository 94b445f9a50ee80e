import type { Message } from '../../../contract/chat.ts'

/** A question with the answer that followed it, if one did. */
export type Exchange = { question: Message; answer: Message | null }

/** Pairs a conversation's messages; an answer without its question keeps its place with an empty one. */
export function pairMessages(messages: readonly Message[]): readonly Exchange[] {
  const exchanges: Exchange[] = []
  for (const message of messages) {
    const last = exchanges.at(-1)
    if (message.role === 'user') exchanges.push({ question: message, answer: null })
    else if (last?.answer === null) last.answer = message
    else exchanges.push({ question: { ...message, role: 'user', text: '' }, answer: message })
  }
  return exchanges
}
