import { z } from 'zod'

/**
 * How documents are cut. `auto` chooses by what a document is: code by its syntax tree, tables by rows, mail by
 * messages, everything else by its structure. `semantic` and `late` need an embedding model.
 */
export const ChunkingStrategy = z.enum([
  'auto',
  'structure',
  'fixed',
  'sentences',
  'paragraphs',
  'code',
  'turns',
  'rows',
  'semantic',
  'late',
])
export type ChunkingStrategy = z.infer<typeof ChunkingStrategy>

/** A library's way of cutting documents. Sizes are in tokens of the cl100k_base tokeniser unless they say otherwise. */
export const Chunking = z
  .strictObject({
    strategy: ChunkingStrategy.default('auto'),
    maximumTokens: z.int().min(64).max(4_096).default(512),
    /** Tokens that a piece repeats from the one before it. */
    overlapTokens: z.int().min(0).max(1_024).default(64),
    /** Lines of a piece of code. */
    codeLines: z.int().min(5).max(500).default(50),
    codeOverlapLines: z.int().min(0).max(100).default(8),
    /** Sentences before and after the one in the middle of a window. */
    windowSentences: z.int().min(0).max(10).default(2),
    /** Paragraphs of a piece, and those it repeats, for `paragraphs`. */
    paragraphs: z.int().min(1).max(20).default(4),
    overlapParagraphs: z.int().min(0).max(5).default(1),
    /** Percentile of the distance between neighbouring sentences at which `semantic` cuts. */
    semanticPercentile: z.number().min(50).max(100).default(95),
  })
  .refine(({ maximumTokens, overlapTokens }) => overlapTokens <= maximumTokens / 2, {
    path: ['overlapTokens'],
    error: 'The overlap must be at most half of the maximum.',
  })
  .prefault({})
export type Chunking = z.infer<typeof Chunking>
