import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { NextQuestion } from './ahead.ts'
import { Answer, AnswerHead, AnswerSentence, CheckedSentence, Citation } from './answers.ts'
import { procedure } from './base.ts'
import { Id, LibraryReference, Paging, Timestamp } from './common.ts'
import { declare } from './errors.ts'
import { GenerationOptions, ModelChoice, ModelReference } from './language-models.ts'
import { Cost } from './money.ts'
import { RetrievalNotice, RetrievalOverrides } from './retrieval-settings.ts'
import { Question, SearchFilter } from './search.ts'
import { MayWait, WaitingAnswer } from './waiting.ts'

/** What answering takes, before anything is done. */
export const AnswerPlan = z.object({
  /** `collection`: a question about all documents, which reads each of them. */
  kind: z.enum(['passages', 'collection']),
  documents: z.int(),
  /** Tokens that would be read. */
  tokens: z.int(),
  /** Null when it can't be told. */
  seconds: z.number().nullable(),
  /** What is likely. */
  cost: Cost,
  /** The model that would be asked first; null when none would. */
  model: ModelReference.nullable(),
  /** What budgets set aside before the call: all input at full price, the whole output limit. Null without a price. */
  worstCaseNanoDollars: z.int().nonnegative().nullable(),
  /** The budget that has least left after this worst case; null without one. */
  tightestBudget: z
    .object({ budgetId: Id, leftNanoDollars: z.int(), limitNanoDollars: z.int().nonnegative() })
    .nullable(),
})
export type AnswerPlan = z.infer<typeof AnswerPlan>

/** A file that goes with one message. Its text, or picture, is given to the model; it joins no library. */
export const Attachment = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(['text', 'image']),
  mediaType: z.string(),
  bytes: z.int().nonnegative(),
  /** Of its text; null for a picture. */
  tokens: z.int().nonnegative().nullable(),
})
export type Attachment = z.infer<typeof Attachment>

export const Message = z.object({
  id: Id,
  conversationId: Id,
  /** The message that it follows; null for a first one. Several that follow the same are branches. */
  parentId: Id.nullable(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  /** Null for the person's own messages and for an answer that was interrupted; its `text` holds what had arrived. */
  answer: Answer.nullable(),
  /** `streaming`: it is being written now. `interrupted`: the engine ended in the middle. */
  state: z.enum(['complete', 'streaming', 'interrupted']),
  /** The model that was asked for; null: as the conversation's. */
  model: ModelReference.nullable(),
  attachments: z.array(Attachment),
  createdAt: Timestamp,
})
export type Message = z.infer<typeof Message>

export const Conversation = z.object({
  id: Id,
  title: z.string(),
  /** Libraries that its next question searches; empty means all. */
  libraryIds: z.array(Id),
  /** The model that its next question asks; null: as the settings say. */
  model: ModelReference.nullable(),
  options: GenerationOptions,
  /** The last message of the branch that is shown; null while it has none. */
  headId: Id.nullable(),
  /** By the ledger: of all its calls, those that failed included. */
  spent: z.object({ nanoDollars: z.int().nonnegative(), inputTokens: z.int(), outputTokens: z.int() }),
  createdAt: Timestamp,
  updatedAt: Timestamp,
})
export type Conversation = z.infer<typeof Conversation>

export const AnswerEvent = z.discriminatedUnion('type', [
  AnswerHead.extend({ type: z.literal('answer-start'), conversationId: Id, questionId: Id, messageId: Id }),
  /** A model was chosen, or took over from one that failed before its first token. */
  z.object({ type: z.literal('model-start'), choice: ModelChoice }),
  z.object({ type: z.literal('reasoning-delta'), text: z.string() }),
  /** Of an answer of mode `generated`: the next piece of its Markdown. */
  z.object({ type: z.literal('text-delta'), text: z.string() }),
  z.object({ type: z.literal('citation-add'), index: z.int().nonnegative(), citation: Citation }),
  /** Of a generated answer, these come when it is whole: what each of its sentences cites, and whether that supports it. */
  z.object({ type: z.literal('sentence-add'), sentence: AnswerSentence }),
  z.object({ type: z.literal('answer-end'), answer: Answer }),
  /** The last event of a question that may wait: models are asked again at this time, and the answer comes into its place. */
  z.object({
    type: z.literal('answer-waiting'),
    conversationId: Id,
    questionId: Id,
    messageId: Id,
    retryAt: Timestamp,
    /** Why it could not be answered now; null for one that takes its turn. */
    code: z.string().nullable(),
    reason: z.string().nullable(),
  }),
])
export type AnswerEvent = z.infer<typeof AnswerEvent>

const conversationReference = z.object({ conversationId: Id })

/** How a question is answered, where it differs from the conversation's own choice. */
const answering = {
  filter: SearchFilter.optional(),
  /** `auto` recognises questions about the whole collection. */
  scope: z.enum(['auto', 'passages', 'collection']).default('auto'),
  /** Answers that were kept may be given again. */
  reuse: z.boolean().default(true),
  retrieval: RetrievalOverrides.optional(),
  /** `extractive` asks no model. Without it, the conversation's own, then the settings' policy. */
  model: ModelReference.optional(),
  options: GenerationOptions.optional(),
}

/** Everything that asking a model can be refused with before its first word. */
const modelErrors = [
  'MODEL_NOT_FOUND',
  'MODEL_NOT_INSTALLED',
  'MODEL_FAILED',
  'MODEL_UNREACHABLE',
  'MODEL_REJECTED',
  'CONTEXT_EXCEEDED',
  'BUDGET_EXCEEDED',
  'PRICE_UNKNOWN',
  'LOCAL_ONLY',
  'NETWORK_OFFLINE',
] as const

export const chat = {
  /** Asks in a conversation (a new one without `conversationId`) and streams the cited answer. */
  ask: procedure
    .route({ method: 'POST', path: '/chat', tags: ['chat'], summary: 'Ask, and stream the cited answer' })
    .errors(
      declare(
        'LIBRARY_NOT_FOUND',
        'CONVERSATION_NOT_FOUND',
        'MESSAGE_NOT_FOUND',
        'ATTACHMENT_NOT_FOUND',
        'DISK_FULL',
        ...modelErrors,
      ),
    )
    .input(
      z.object({
        question: Question,
        conversationId: Id.optional(),
        /** The message that it follows: another than the last begins a branch, null begins at the start. */
        parentId: Id.nullable().optional(),
        /** An empty list means all. Without it, the conversation's own; a new one has all. */
        libraries: z.array(LibraryReference).max(100).optional(),
        attachments: z.array(Id).max(20).default([]),
        mayWait: MayWait.default('never'),
        ...answering,
      }),
    )
    .output(eventIterator(AnswerEvent)),
  /** Answers a question once more, as a branch beside its other answers: another try, another model, side by side. */
  answerAgain: procedure
    .route({
      method: 'POST',
      path: '/conversations/{conversationId}/messages/{questionId}/answers',
      tags: ['chat'],
      summary: 'Answer a question once more',
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'DISK_FULL', ...modelErrors))
    .input(z.object({ conversationId: Id, questionId: Id, ...answering }))
    .output(eventIterator(AnswerEvent)),
  /** Questions whose answers are still to come, because no model could answer or because they take their turn. */
  waiting: procedure
    .route({
      method: 'GET',
      path: '/chat/waiting',
      tags: ['chat'],
      summary: 'Questions whose answers are still to come',
    })
    .input(z.object({ conversationId: Id.optional() }))
    .output(z.array(WaitingAnswer)),
  /** Models are not asked for it any more; the question stays. */
  stopWaiting: procedure
    .route({
      method: 'POST',
      path: '/chat/waiting/stop',
      tags: ['chat'],
      summary: 'Ask no more for an answer that waits',
    })
    .errors(declare('MESSAGE_NOT_FOUND', 'DISK_FULL'))
    .input(z.object({ messageId: Id }))
    .output(z.object({ messageId: Id })),
  /** Ends an answer that is being written; what has arrived is kept. Nothing happens to one that has ended. */
  stop: procedure
    .route({ method: 'POST', path: '/chat/stop', tags: ['chat'], summary: 'Stop an answer, and keep what has arrived' })
    .errors(declare('MESSAGE_NOT_FOUND'))
    .input(z.object({ messageId: Id }))
    .output(z.object({ messageId: Id })),
  /** Reads a file for a message that is about to be asked. One that no message takes is gone after a day. */
  attach: procedure
    .route({ method: 'POST', path: '/chat/attachments', tags: ['chat'], summary: 'Attach a file', successStatus: 201 })
    .errors(declare('ATTACHMENT_UNREADABLE', 'DISK_FULL'))
    .input(z.object({ file: z.file().max(50 * 1_048_576) }))
    .output(Attachment),
  /** How a question would be answered and what that takes. Nothing is kept. */
  plan: procedure
    .route({ method: 'POST', path: '/chat/plan', tags: ['chat'], summary: 'What answering would take' })
    .errors(declare('LIBRARY_NOT_FOUND', 'CONVERSATION_NOT_FOUND', 'MODEL_NOT_FOUND', 'MODEL_NOT_INSTALLED'))
    .input(
      z.object({
        question: Question,
        conversationId: Id.optional(),
        libraries: z.array(LibraryReference).max(100).optional(),
        filter: SearchFilter.optional(),
        attachments: z.array(Id).max(20).default([]),
        model: ModelReference.optional(),
        options: GenerationOptions.optional(),
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
    /** Chooses the model and its options for the questions to come, and which branch is shown. */
    configure: procedure
      .route({
        method: 'PATCH',
        path: '/conversations/{conversationId}/settings',
        tags: ['chat'],
        summary: 'Model, options, libraries and shown branch of a conversation',
      })
      .errors(
        declare('CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'LIBRARY_NOT_FOUND', 'MODEL_NOT_FOUND', 'DISK_FULL'),
      )
      .input(
        conversationReference.extend({
          model: ModelReference.nullable().optional(),
          options: GenerationOptions.optional(),
          libraries: z.array(LibraryReference).max(100).optional(),
          headId: Id.optional(),
        }),
      )
      .output(Conversation),
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
