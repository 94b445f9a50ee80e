import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Milliseconds, Paging, Timestamp } from './common.ts'
import { declare } from './errors.ts'
import { Provenance, Question, SearchFilter } from './search.ts'

/** `extractive`: quoted passages, no language model. `nothing-found`: no passage matches, and the answer says so. */
export const AnswerMode = z.enum(['extractive', 'nothing-found'])
export type AnswerMode = z.infer<typeof AnswerMode>

export const Citation = Provenance.extend({
  /** The canonical text from `start` to `end`, exactly. */
  quote: z.string(),
})
export type Citation = z.infer<typeof Citation>

export const AnswerSentence = z.object({
  text: z.string(),
  /** Indices into the answer's citations. */
  citations: z.array(z.int().nonnegative()),
})
export type AnswerSentence = z.infer<typeof AnswerSentence>

/** Money is integer nano-dollars (1 USD = 1,000,000,000), so that sums never drift. */
export const Cost = z.object({
  currency: z.literal('USD'),
  nanoDollars: z.int().nonnegative(),
  estimated: z.boolean(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
})
export type Cost = z.infer<typeof Cost>

export const Answer = z.object({
  /** The whole answer as plain text. */
  answer: z.string(),
  mode: AnswerMode,
  sentences: z.array(AnswerSentence),
  citations: z.array(Citation),
  /** Milliseconds by stage. */
  timings: z.record(z.string(), Milliseconds),
  cost: Cost,
})
export type Answer = z.infer<typeof Answer>

export const Message = z.object({
  id: Id,
  conversationId: Id,
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  /** Null for the person's own messages and for an answer that was interrupted. */
  answer: Answer.nullable(),
  state: z.enum(['complete', 'interrupted']),
  createdAt: Timestamp,
})
export type Message = z.infer<typeof Message>

export const Conversation = z.object({
  id: Id,
  title: z.string(),
  /** Libraries that its next question searches; empty means all. */
  libraryIds: z.array(Id),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type Conversation = z.infer<typeof Conversation>

export const AnswerEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer-start'), conversationId: Id, messageId: Id, mode: AnswerMode }),
  z.object({ type: z.literal('citation-add'), index: z.int().nonnegative(), citation: Citation }),
  z.object({ type: z.literal('sentence-add'), sentence: AnswerSentence }),
  z.object({ type: z.literal('answer-end'), answer: Answer }),
])
export type AnswerEvent = z.infer<typeof AnswerEvent>

const conversationReference = z.object({ conversationId: Id })

export const chat = {
  /** Asks in a conversation (a new one without `conversationId`) and streams the cited answer. */
  ask: procedure
    .route({ method: 'POST', path: '/chat', tags: ['chat'], summary: 'Ask, and stream the cited answer' })
    .errors(declare('LIBRARY_NOT_FOUND', 'CONVERSATION_NOT_FOUND', 'DISK_FULL'))
    .input(
      z.object({
        question: Question,
        conversationId: Id.optional(),
        /** An empty list means all. Without it, the conversation's own; a new one has all. */
        libraries: z.array(LibraryReference).max(100).optional(),
        filter: SearchFilter.optional(),
      }),
    )
    .output(eventIterator(AnswerEvent)),
  conversations: {
    list: procedure
      .route({ method: 'GET', path: '/conversations', tags: ['chat'], summary: 'Conversations, latest first' })
      .input(Paging)
      .output(z.object({ total: z.int(), items: z.array(Conversation) })),
    get: procedure
      .route({
        method: 'GET',
        path: '/conversations/{conversationId}',
        tags: ['chat'],
        summary: 'A conversation with its messages',
      })
      .errors(declare('CONVERSATION_NOT_FOUND'))
      .input(conversationReference)
      .output(z.object({ conversation: Conversation, messages: z.array(Message) })),
    rename: procedure
      .route({
        method: 'PATCH',
        path: '/conversations/{conversationId}',
        tags: ['chat'],
        summary: 'Rename a conversation',
      })
      .errors(declare('CONVERSATION_NOT_FOUND', 'DISK_FULL'))
      .input(conversationReference.extend({ title: z.string().trim().min(1).max(200) }))
      .output(Conversation),
    delete: procedure
      .route({
        method: 'DELETE',
        path: '/conversations/{conversationId}',
        tags: ['chat'],
        summary: 'Delete a conversation',
      })
      .errors(declare('CONVERSATION_NOT_FOUND', 'DISK_FULL'))
      .input(conversationReference)
      .output(z.object({ id: Id })),
  },
}
