import { createContext } from 'react'
import type { AskedHow } from '../../engine/live-answer.ts'

/** What can be done with an exchange of the thread. */
export type ExchangeActions = {
  /** Asks a question after the last answer. */
  askNext(question: string): void
  /** Asks a question once more, in another way, after the last answer. */
  askInOtherWay(question: string, how: AskedHow): void
  /** Answers a question once more beside its other answers; several models answer side by side. */
  answerAgain(question: { id: string; text: string }, models: readonly string[]): void
  /** Asks a question in other words, beside itself. */
  edit(question: { parentId: string | null }, text: string): void
  /** Shows the branch that goes through a message. */
  show(messageId: string): void
  /** Tries once more what failed before the engine had kept an answer. */
  retry(): void
  /** Asks what has failed once more, as a question that waits until a model can answer. */
  askAndWait(): void
  /** Models are asked no more for an answer that waits. */
  stopWaiting(messageId: string): void
  stop(messageId: string): void
}

const nothing = () => undefined

export const ActionsContext = createContext<ExchangeActions>({
  askNext: nothing,
  askInOtherWay: nothing,
  answerAgain: nothing,
  edit: nothing,
  show: nothing,
  retry: nothing,
  askAndWait: nothing,
  stopWaiting: nothing,
  stop: nothing,
})
