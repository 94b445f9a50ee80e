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

/** Of answers, 0 to 1, found by rules; docs/guides/evaluate-a-library.md says what they mean and what they do not. */
export const AnswerScores = z.object({
  /** Part of the sentences that their sources support; null when no sentence says anything. */
  faithfulness: z.number().nullable(),
  /** How much of what the question asks about the answer speaks of. */
  answerRelevance: z.number(),
  /** Part of the context's passages that speak of what is asked; null without any passage. */
  contextRelevance: z.number().nullable(),
})
export type AnswerScores = z.infer<typeof AnswerScores>

export const EvaluationQuestion = z.object({
  id: z.string().min(1).max(200),
  text: Question,
  /** Grade by document; above 0 is relevant. A document is named by its id, its name or its record's name. */
  judgements: z.record(z.string().min(1).max(4_096), z.number()),
})
export type EvaluationQuestion = z.infer<typeof EvaluationQuestion>

const Questions = z.array(EvaluationQuestion).min(1).max(10_000)

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
  measure: z.enum([...RankingScores.keyof().options, ...AnswerScores.keyof().options]),
  /** Questions that have the measure with both settings. */
  questions: z.int(),
  /** Mean of the second less mean of the first. */
  difference: z.number(),
  /** 95 % interval of the difference. */
  interval: z.object({ from: z.number(), to: z.number() }),
  /** Part of the draws in which the difference is not above 0, or not below it, whichever is less, doubled. */
  p: z.number(),
  /** Questions that the second answers better, worse, or just as well. */
  wins: z.int(),
  losses: z.int(),
  ties: z.int(),
})
export type Comparison = z.infer<typeof Comparison>

export const QuestionResult = z.object({
  id: z.string(),
  text: z.string(),
  /** Null for one that nothing was judged relevant for. */
  scores: RankingScores.nullable(),
  /** Null when the questions were not answered. */
  answer: AnswerScores.nullable(),
  /** Names of the first ten documents. */
  found: z.array(z.string()),
  /** What the search took. */
  milliseconds: Milliseconds,
})
export type QuestionResult = z.infer<typeof QuestionResult>

export const EvaluationResult = z.object({
  retrieval: RetrievalOverrides,
  ranking: RankingScores,
  answers: AnswerScores.nullable(),
  latency: z.object({ p50: Milliseconds, p95: Milliseconds }),
  /** Questions that were asked, and those among them that something is judged relevant for. */
  asked: z.int(),
  judged: z.int(),
  /** Documents that are judged relevant and are not in the library: no search can find them. */
  missingDocuments: z.int(),
  questions: z.array(QuestionResult),
})
export type EvaluationResult = z.infer<typeof EvaluationResult>

export const Evaluation = z.object({
  id: Id,
  /** Null for questions that were not kept; neither is such a run. */
  setId: Id.nullable(),
  createdAt: Timestamp,
  /** One, or two that were compared. */
  results: z.array(EvaluationResult).min(1).max(2),
  comparison: z.array(Comparison),
})
export type Evaluation = z.infer<typeof Evaluation>

/** An evaluation without its single questions. */
export const EvaluationSummary = Evaluation.extend({
  results: z
    .array(EvaluationResult.omit({ questions: true }))
    .min(1)
    .max(2),
})
export type EvaluationSummary = z.infer<typeof EvaluationSummary>

export const EvaluationEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('evaluation-progress'), done: z.int(), total: z.int() }),
  z.object({ type: z.literal('evaluation-end'), evaluation: Evaluation }),
])
export type EvaluationEvent = z.infer<typeof EvaluationEvent>

export const EvaluationOptions = z.object({
  retrieval: RetrievalOverrides.default({}),
  /** A second way, which every question is asked with too. */
  against: RetrievalOverrides.optional(),
  /** Answers the questions too, to measure faithfulness and relevance. */
  answers: z.boolean().default(false),
  /** Documents that are looked at for each question. */
  depth: z.int().min(10).max(1_000).default(100),
})
export type EvaluationOptions = z.infer<typeof EvaluationOptions>

const setReference = z.object({ setId: Id })
const evaluationReference = z.object({ evaluationId: Id })

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
    /** Keeps a set; the questions of one of the same library and name are replaced, and its runs stay. */
    save: procedure
      .route({ method: 'PUT', path: '/evaluation/sets', tags: ['evaluation'], summary: 'Keep a question set' })
      .errors(declare('LIBRARY_NOT_FOUND', 'EVALUATION_INVALID', 'DISK_FULL'))
      .input(
        z.object({
          library: LibraryReference,
          name: z.string().trim().min(1).max(120),
          questions: Questions,
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
    /** The questions in the text of the two files that public test sets have; nothing is kept. */
    read: procedure
      .route({
        method: 'POST',
        path: '/evaluation/files',
        tags: ['evaluation'],
        summary: 'Read the files of a test set',
      })
      .errors(declare('EVALUATION_INVALID'))
      .input(
        z.object({
          /** One JSON object a line with `_id` and `text`. */
          queries: z.string().max(50_000_000),
          /** Columns query, document, grade, with or without a header; or TREC's four. */
          qrels: z.string().max(200_000_000),
        }),
      )
      .output(z.array(EvaluationQuestion)),
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
    .errors(declare('EVALUATION_NOT_FOUND', 'EVALUATION_INVALID', 'LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(
      z.union([
        EvaluationOptions.extend({ setId: Id }),
        /** Questions that are not kept. */
        EvaluationOptions.extend({ library: LibraryReference, questions: Questions }),
      ]),
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
    .output(z.object({ total: z.int(), items: z.array(EvaluationSummary) })),
  get: procedure
    .route({
      method: 'GET',
      path: '/evaluation/runs/{evaluationId}',
      tags: ['evaluation'],
      summary: 'An evaluation with its single questions',
    })
    .errors(declare('EVALUATION_NOT_FOUND'))
    .input(evaluationReference)
    .output(Evaluation),
  delete: procedure
    .route({
      method: 'DELETE',
      path: '/evaluation/runs/{evaluationId}',
      tags: ['evaluation'],
      summary: 'Delete an evaluation',
    })
    .errors(declare('EVALUATION_NOT_FOUND', 'DISK_FULL'))
    .input(evaluationReference)
    .output(z.object({ id: Id })),
}
