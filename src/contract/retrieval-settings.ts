import { z } from 'zod'

/**
 * How passages are looked for. `auto` is `hybrid` where a library has vectors and `keyword` where it has none.
 */
export const SearchMode = z.enum(['auto', 'hybrid', 'dense', 'keyword'])
export type SearchMode = z.infer<typeof SearchMode>

/** Every choice that an evaluation can compare. `RetrievalSettings.parse({})` is what an installation starts with. */
export const RetrievalSettings = z.strictObject({
  mode: SearchMode.default('auto'),
  /** Adds words that the best passages share (RM3): finds more, and may put a worse passage first. */
  broad: z.boolean().default(false),
  /** How keyword and dense ranks become one. */
  fusion: z.enum(['weighted', 'reciprocal-rank']).default('weighted'),
  /** Part of the dense score in a weighted fusion. */
  denseWeight: z.number().min(0).max(1).default(0.7),
  /** Passages that each list gives to the fusion, at least as many as are asked for. */
  candidates: z.int().min(10).max(1_000).default(100),
  /** Lets the installed reranking model put the first passages in order. */
  rerank: z.boolean().default(true),
  rerankCandidates: z.int().min(2).max(200).default(40),
  /** Passages that an answer is made from, chosen from `diversityPool` so that they say different things. */
  contextPassages: z.int().min(1).max(50).default(5),
  diversityPool: z.int().min(1).max(200).default(20),
  /** 1 looks at how well a passage fits alone, 0 at how it differs from those already chosen (MMR's lambda). */
  diversityBalance: z.number().min(0).max(1).default(0.7),
  /** Chunks before and after each passage that are read with it. */
  neighbours: z.int().min(0).max(5).default(1),
  /** What the context of an answer may hold. */
  contextTokens: z.int().min(200).max(200_000).default(4_000),
  /** Wordings that a question is looked for in. */
  queries: z.int().min(1).max(5).default(3),
  /** Searches one after another at most; another follows only when the one before was weak. */
  hops: z.int().min(1).max(3).default(2),
  /** Follows names and identifiers from document to document. */
  graph: z.boolean().default(true),
})
export type RetrievalSettings = z.infer<typeof RetrievalSettings>

/** Some of the settings, for one call. */
export const RetrievalOverrides = z.strictObject(
  Object.fromEntries(
    Object.entries(RetrievalSettings.shape).map(([name, schema]) => [name, schema.removeDefault().optional()]),
  ) as {
    [Name in keyof typeof RetrievalSettings.shape]: z.ZodOptional<
      ReturnType<(typeof RetrievalSettings.shape)[Name]['removeDefault']>
    >
  },
)
export type RetrievalOverrides = z.infer<typeof RetrievalOverrides>

/** What a person should know of how a search was done: a part that was off, or not complete yet. */
export const RetrievalNotice = z.enum([
  'no-embedding-model',
  'no-reranking-model',
  'vectors-incomplete',
  'index-catching-up',
  'embedding-failed',
  'reranking-failed',
  'reranking-local-only',
  'entailment-failed',
])
export type RetrievalNotice = z.infer<typeof RetrievalNotice>
