import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Milliseconds, Paging, Timestamp } from './common.ts'
import { declare } from './errors.ts'
import { RetrievalOverrides } from './retrieval-settings.ts'
import { Question } from './search.ts'

/** Each is 0 to 1, larger is better. */
export const RankingScores = z.object({
  /** Every relevant document is worth the same. */
  ndcgAt10: z.number(),
  /** Each is worth its grade. */
  gradedNdcgAt10: z.number(),
  recallAt10: z.number(),
  recallAt100: z.number(),
  reciprocalRankAt10: z.number(),
})
export type RankingScores = z.infer<typeof RankingScores>

/** Of the answers to a set's questions, 0 to 1: parts of sentences, questions and passages. */
export const AnswerScores = z.object({
  /** Sentences that their sources support. */
  faithfulness: z.number(),
  /** How much of what the question asks about the answer speaks of. */
  answerRelevance: z.number(),
  /** Passages of the context that speak of what is asked. */
  contextRelevance: z.number(),
})
export type AnswerScores = z.infer<typeof AnswerScores>

export const EvaluationQuestion = z.object({
  id: z.string().min(1).max(200),
  text: Question,
  /** Grade by document; above 0 is relevant. A document is named by its id, its name or its record's name. */
  judgements: z.record(z.string(), z.number()),
})
export type EvaluationQuestion = z.infer<typeof EvaluationQuestion>

export const QuestionSet = z.object({
  id: Id,
  name: z.string(),
  libraryId: Id,
  questions: z.int(),
  createdAt: Timestamp,
})
export type QuestionSet = z.infer<typeof QuestionSet>

/** The difference of two settings over the same questions, with a paired bootstrap of 10,000 draws. */
export const Comparison = z.object({
  measure: RankingScores.keyof(),
  /** Mean of the second less mean of the first. */
  difference: z.number(),
  /** 95 % interval of the difference. */
  interval: z.object({ from: z.number(), to: z.number() }),
  /** Part of the draws in which the difference is not above 0, or not below it, whichever is less, doubled. */
  p: z.number(),
  wins: z.int(),
  losses: z.int(),
  ties: z.int(),
})
export type Comparison = z.infer<typeof Comparison>

export const EvaluationResult = z.object({
  retrieval: RetrievalOverrides,
  ranking: RankingScores,
  answers: AnswerScores.nullable(),
  latency: z.object({ p50: Milliseconds, p95: Milliseconds }),
  questions: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      /** Null for one that nothing was judged relevant for. */
      scores: RankingScores.nullable(),
      /** Names of the first ten documents. */
      found: z.array(z.string()),
    }),
  ),
})
export type EvaluationResult = z.infer<typeof EvaluationResult>

export const Evaluation = z.object({
  id: Id,
  setId: Id,
  createdAt: Timestamp,
  /** One, or two that were compared. */
  results: z.array(EvaluationResult).min(1).max(2),
  comparison: z.array(Comparison),
})
export type Evaluation = z.infer<typeof Evaluation>

export const EvaluationEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('evaluation-progress'), done: z.int(), total: z.int() }),
  z.object({ type: z.literal('evaluation-end'), evaluation: Evaluation }),
])
export type EvaluationEvent = z.infer<typeof EvaluationEvent>

const setReference = z.object({ setId: Id })

export const evaluation = {
  sets: {
    list: procedure
      .route({ method: 'GET', path: '/evaluation/sets', tags: ['evaluation'], summary: 'Question sets' })
      .errors(declare('LIBRARY_NOT_FOUND'))
      .input(z.object({ library: LibraryReference.optional() }))
      .output(z.array(QuestionSet)),
    get: procedure
      .route({
        method: 'GET',
        path: '/evaluation/sets/{setId}',
        tags: ['evaluation'],
        summary: 'A set with its questions',
      })
      .errors(declare('EVALUATION_NOT_FOUND'))
      .input(setReference)
      .output(z.object({ set: QuestionSet, questions: z.array(EvaluationQuestion) })),
    /** Keeps a set; one of the same library and name is replaced. */
    save: procedure
      .route({ method: 'PUT', path: '/evaluation/sets', tags: ['evaluation'], summary: 'Keep a question set' })
      .errors(declare('LIBRARY_NOT_FOUND', 'EVALUATION_INVALID', 'DISK_FULL'))
      .input(
        z.object({
          library: LibraryReference,
          name: z.string().trim().min(1).max(120),
          questions: z.array(EvaluationQuestion).min(1).max(10_000),
        }),
      )
      .output(QuestionSet),
    delete: procedure
      .route({
        method: 'DELETE',
        path: '/evaluation/sets/{setId}',
        tags: ['evaluation'],
        summary: 'Delete a set and its runs',
      })
      .errors(declare('EVALUATION_NOT_FOUND', 'DISK_FULL'))
      .input(setReference)
      .output(z.object({ id: Id })),
    /** Questions made from a library's own documents, each judged relevant for the document it was made from. */
    draft: procedure
      .route({
        method: 'POST',
        path: '/evaluation/drafts',
        tags: ['evaluation'],
        summary: 'Propose questions for a library',
      })
      .errors(declare('LIBRARY_NOT_FOUND'))
      .input(z.object({ library: LibraryReference, count: z.int().min(1).max(500).default(50) }))
      .output(z.array(EvaluationQuestion)),
  },
  /** Asks every question of a set, with one way of retrieval or two, and keeps what came out. */
  run: procedure
    .route({ method: 'POST', path: '/evaluation/runs', tags: ['evaluation'], summary: 'Evaluate a library' })
    .errors(declare('EVALUATION_NOT_FOUND', 'LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(
      z.object({
        setId: Id,
        retrieval: RetrievalOverrides.default({}),
        against: RetrievalOverrides.optional(),
        /** Answers the questions too, to measure faithfulness and relevance. */
        answers: z.boolean().default(false),
      }),
    )
    .output(eventIterator(EvaluationEvent)),
  runs: procedure
    .route({
      method: 'GET',
      path: '/evaluation/runs',
      tags: ['evaluation'],
      summary: 'Earlier evaluations, newest first',
    })
    .input(Paging.extend({ setId: Id.optional() }))
    .output(z.object({ total: z.int(), items: z.array(Evaluation) })),
}
