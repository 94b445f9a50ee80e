import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { NextQuestion } from './ahead.ts'
import { procedure } from './base.ts'
import { Id, LibraryReference, Milliseconds, Paging, Span, Timestamp } from './common.ts'
import { declare } from './errors.ts'
import { RetrievalNotice, RetrievalOverrides } from './retrieval-settings.ts'
import { Provenance, Question, SearchFilter } from './search.ts'

/**
 * `extractive`: quoted passages, no language model. `collection`: every document was looked at. `nothing-found`: no
 * passage matches, and the answer says so.
 */
export const AnswerMode = z.enum(['extractive', 'collection', 'nothing-found'])
export type AnswerMode = z.infer<typeof AnswerMode>

export const Citation = Provenance.extend({
  /** The canonical text from `start` to `end`, exactly. */
  quote: z.string(),
})
export type Citation = z.infer<typeof Citation>

/** Why a sentence is not held to be supported: what it says that its sources do not. */
export const Doubt = z.object({
  kind: z.enum(['number', 'name', 'negation', 'claim', 'contradiction']),
  /** The words of the sentence that are in doubt. */
  text: z.string(),
})
export type Doubt = z.infer<typeof Doubt>

/**
 * `quoted`: stands in a source word for word. `supported`: what it says stands in its sources. `unsupported`: it does
 * not. `none`: says nothing about the documents, such as that nothing was found.
 */
export const Support = z.enum(['quoted', 'supported', 'unsupported', 'none'])
export type Support = z.infer<typeof Support>

export const AnswerSentence = z.object({
  text: z.string(),
  /** Indices into the answer's citations. */
  citations: z.array(z.int().nonnegative()),
  /** Answers of an older Diwan were quotes, and have no such entry. */
  support: Support.default('quoted'),
  doubts: z.array(Doubt).default([]),
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
  /** Of a question about the whole collection: the documents that were read, of those there are. */
  coverage: z.object({ read: z.int(), total: z.int() }).nullable().default(null),
  /** Where the answer was kept from an earlier question: since when, and what it saved. */
  reused: z
    .object({
      match: z.enum(['exact', 'similar']),
      question: z.string(),
      answeredAt: Timestamp,
      /** It was made before anybody asked. */
      ahead: z.boolean().default(false),
      savedTokens: z.int().nonnegative(),
      savedNanoDollars: z.int().nonnegative(),
    })
    .nullable()
    .default(null),
  /** The question as it was understood with the conversation before it; null when as asked. */
  understoodAs: z.string().nullable().default(null),
  notices: z.array(RetrievalNotice).default([]),
})
export type Answer = z.infer<typeof Answer>

/** What stands above an answer, and is known before its first sentence. */
export const AnswerHead = Answer.pick({ mode: true, coverage: true, reused: true, understoodAs: true, notices: true })
export type AnswerHead = z.infer<typeof AnswerHead>

/** What answering takes, before anything is done. */
export const AnswerPlan = z.object({
  /** `collection`: a question about all documents, which reads each of them. */
  kind: z.enum(['passages', 'collection']),
  documents: z.int(),
  /** Tokens that would be read. */
  tokens: z.int(),
  /** Null when it can't be told. */
  seconds: z.number().nullable(),
  cost: Cost,
})
export type AnswerPlan = z.infer<typeof AnswerPlan>

/** Text that is checked against the documents. */
export const CheckedSentence = AnswerSentence.extend({ ...Span.shape })
export type CheckedSentence = z.infer<typeof CheckedSentence>

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
  AnswerHead.extend({ type: z.literal('answer-start'), conversationId: Id, messageId: Id }),
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
        /** `auto` recognises questions about the whole collection. */
        scope: z.enum(['auto', 'passages', 'collection']).default('auto'),
        /** Answers that were kept may be given again. */
        reuse: z.boolean().default(true),
        retrieval: RetrievalOverrides.optional(),
      }),
    )
    .output(eventIterator(AnswerEvent)),
  /** How a question would be answered and what that takes. Nothing is kept. */
  plan: procedure
    .route({ method: 'POST', path: '/chat/plan', tags: ['chat'], summary: 'What answering would take' })
    .errors(declare('LIBRARY_NOT_FOUND', 'CONVERSATION_NOT_FOUND'))
    .input(
      z.object({
        question: Question,
        conversationId: Id.optional(),
        libraries: z.array(LibraryReference).max(100).optional(),
        filter: SearchFilter.optional(),
      }),
    )
    .output(AnswerPlan),
  /** Holds each sentence of a text against the documents, or against the given sources alone. */
  check: procedure
    .route({ method: 'POST', path: '/chat/check', tags: ['chat'], summary: 'Check a text against its sources' })
    .errors(declare('LIBRARY_NOT_FOUND'))
    .input(
      z.object({
        text: z.string().min(1).max(100_000),
        sources: z.array(z.string().min(1).max(1_000_000)).min(1).max(100).optional(),
        libraries: z.array(LibraryReference).max(100).optional(),
        filter: SearchFilter.optional(),
      }),
    )
    .output(
      z.object({
        sentences: z.array(CheckedSentence),
        citations: z.array(Citation),
        notices: z.array(RetrievalNotice),
      }),
    ),
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
    /** Questions that may follow its last answer, the likeliest first; none while it has no answer. */
    next: procedure
      .route({
        method: 'GET',
        path: '/conversations/{conversationId}/next',
        tags: ['chat'],
        summary: 'Likely next questions of a conversation',
      })
      .errors(declare('CONVERSATION_NOT_FOUND'))
      .input(conversationReference)
      .output(z.object({ messageId: Id.nullable(), questions: z.array(NextQuestion).max(3) })),
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
