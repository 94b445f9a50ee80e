import { z } from 'zod'
import { Id, Milliseconds, Span } from './common.ts'
import { RetrievalNotice } from './retrieval-settings.ts'

/** The steps that a passage goes through, in their order. */
export const RetrievalStage = z.enum([
  'rewrite',
  'keyword',
  'broad',
  'dense',
  'graph',
  'fusion',
  'rerank',
  'diversity',
  'neighbours',
  'compression',
])
export type RetrievalStage = z.infer<typeof RetrievalStage>

/** Why a step had nothing to do, or what it did beyond its usual work. */
export const StageRemark = z.enum([
  /** The question needs none of those before it to be understood. */
  'stands-alone',
  'switched-off',
  /** Only words are looked for, as the settings say. */
  'words-only',
  /** None of the libraries has vectors. */
  'no-vectors',
  /** No name of the question leads to another document. */
  'no-name',
  /** No reranking model was at work. */
  'no-model',
  /** The first search was weak; `count` more were made. */
  'searched-again',
])
export type StageRemark = z.infer<typeof StageRemark>

/** Where something stands in one list. */
export const Standing = z.object({
  /** 1 is the best. */
  rank: z.int().positive(),
  /** In the list's own measure; comparable within it only. */
  score: z.number(),
})
export type Standing = z.infer<typeof Standing>

/** Why a document, or a passage of it, is not in what the answer was made from. */
export const CutReason = z.enum([
  /** Its library is not searched. */
  'other-library',
  'filtered-out',
  'in-trash',
  'not-ready',
  /** No word of the question stands in it, and no vector is near. */
  'no-match',
  /** Below the last passage that a list gave to the fusion. */
  'below-candidates',
  'below-limit',
  /** Another passage says nearly the same. */
  'too-alike',
  'over-token-budget',
])
export type CutReason = z.infer<typeof CutReason>

export const ExplainedChunk = z.object({
  chunkId: z.int(),
  page: z.int().positive().nullable(),
  ...Span.shape,
  text: z.string(),
  /** Words of the question that stand in it, as they are looked for, with what each adds to the keyword score. */
  terms: z.array(z.object({ text: z.string(), occurrences: z.int(), weight: z.number() })),
  keyword: Standing.nullable(),
  dense: Standing.nullable(),
  fused: Standing.nullable(),
  reranked: Standing.nullable(),
  /** Place in what an answer is made from. */
  context: Standing.nullable(),
  cut: z.object({ stage: RetrievalStage.nullable(), reason: CutReason }).nullable(),
})
export type ExplainedChunk = z.infer<typeof ExplainedChunk>

export const Explanation = z.object({
  /** The question as it was asked, as it was understood with its conversation, and the wordings that were looked for. */
  question: z.string(),
  rewritten: z.string(),
  wordings: z.array(z.string()),
  terms: z.object({ used: z.array(z.string()), dropped: z.array(z.string()) }),
  stages: z.array(
    z.object({
      stage: RetrievalStage,
      /** False for a step that was off or had nothing to do. */
      ran: z.boolean(),
      /** `count`: null for a remark that counts nothing. */
      remark: z.object({ code: StageRemark, count: z.int().positive().nullable() }).nullable(),
      /** Passages that came out of it. */
      passages: z.int().nullable(),
      milliseconds: Milliseconds,
    }),
  ),
  document: z.object({ id: Id, name: z.string(), libraryId: Id, chunks: z.int() }),
  /** Chunks of the document that stand in any list, the best first; at most 50. */
  chunks: z.array(ExplainedChunk),
  /** The document's place among documents, by its best passage; null when it is in no list. */
  rank: z.int().positive().nullable(),
  /** Why none of it is in what an answer is made from; null when some of it is. */
  cut: z.object({ stage: RetrievalStage.nullable(), reason: CutReason }).nullable(),
  notices: z.array(RetrievalNotice),
})
export type Explanation = z.infer<typeof Explanation>
