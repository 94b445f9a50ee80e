import { z } from 'zod'
import { Id, Milliseconds, Span, Timestamp } from './common.ts'
import { GenerationWarning, ModelChoice } from './language-models.ts'
import { Cost, TokenUsage } from './money.ts'
import { RetrievalNotice } from './retrieval-settings.ts'
import { Provenance } from './search.ts'

/**
 * `extractive`: quoted passages, no language model. `generated`: written by a language model from passages. `collection`:
 * every document was looked at. `nothing-found`: no passage matches, and the answer says so.
 */
export const AnswerMode = z.enum(['extractive', 'generated', 'collection', 'nothing-found'])
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
 * not. `none`: says nothing about the documents, such as that nothing was found, or could not be held against them.
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

/** What a language model did for an answer. */
export const AnswerGeneration = z.object({
  choice: ModelChoice,
  /** Of every call that this answer took, those that failed included. */
  usage: TokenUsage,
  callIds: z.array(Id),
  /** `length`: its output limit was reached. `budget`: a budget was. `broken`: the stream died after its first token. */
  ended: z.enum(['stop', 'length', 'stopped', 'budget', 'broken', 'content-filter']),
  warnings: z.array(GenerationWarning).default([]),
  /** What it thought before it answered, where its provider shows that. */
  reasoning: z.string().nullable().default(null),
})
export type AnswerGeneration = z.infer<typeof AnswerGeneration>

export const Answer = z.object({
  /** The whole answer: plain text, or of mode `generated` Markdown, with marks such as [1] where it cites. */
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
  /** Null for an answer without a language model. */
  generation: AnswerGeneration.nullable().default(null),
})
export type Answer = z.infer<typeof Answer>

/** What stands above an answer, and is known before its first sentence. */
export const AnswerHead = Answer.pick({ mode: true, coverage: true, reused: true, understoodAs: true, notices: true })
export type AnswerHead = z.infer<typeof AnswerHead>

/** Text that is checked against the documents. */
export const CheckedSentence = AnswerSentence.extend({ ...Span.shape })
export type CheckedSentence = z.infer<typeof CheckedSentence>
