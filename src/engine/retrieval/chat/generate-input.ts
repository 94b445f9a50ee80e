import type { Answer } from '../../../contract/answers.ts'
import type { AnswerEvent } from '../../../contract/chat.ts'
import type { GenerationOptions, ModelPolicy } from '../../../contract/language-models.ts'
import type { TokenUsage } from '../../../contract/money.ts'
import type { AttachedContent } from '../../store/repositories/chat-attachments.ts'
import type { Batches } from '../../usage/batches.ts'
import type { Generations } from '../../usage/generation.ts'
import type { CallContext } from '../../usage/spending.ts'
import type { AnswerInput, RetrievalRooms } from '../requests.ts'
import type { PastExchange } from './fit-history.ts'

/** What calls of a model cost, as the ledger has it. */
export type Spent = { usage: TokenUsage; nanoDollars: number; counted: boolean; callIds: string[] }

export type GenerateRooms = RetrievalRooms & {
  generations: Pick<Generations, 'stream'>
  batches: Pick<Batches, 'leave'>
  /** Of all calls that were made for this answer so far. */
  spentOn: () => Promise<Spent>
}

export type GenerateInput = AnswerInput & {
  policy: ModelPolicy
  options: GenerationOptions
  past: readonly PastExchange[]
  attachments: readonly AttachedContent[]
  context: CallContext
  /** Something in it may not leave this machine. */
  localOnly: boolean
  /** The waiting answer that it may be left to its model's provider for, at the batch price; null where it may not. */
  leaveFor: string | null
  signal: AbortSignal
  /** Told what is there already, in this order: `answer-start`'s head, choices, pieces of text, citations. */
  tell: (event: GenerateEvent) => void
  /** Told all of the text that has arrived, and the documents that the model was given. */
  onText: (text: string, sources: readonly string[]) => void
}

export type GenerateEvent =
  | { type: 'head'; head: Pick<Answer, 'mode' | 'coverage' | 'reused' | 'understoodAs' | 'notices'> }
  | Extract<AnswerEvent, { type: 'model-start' | 'reasoning-delta' | 'text-delta' | 'citation-add' }>
