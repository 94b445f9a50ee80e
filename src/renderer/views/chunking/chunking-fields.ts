import type { Chunking, ChunkingStrategy } from '../../../contract/chunking.ts'

/** Strategies that need the vectors of an embedding model. */
export const modelStrategies: ReadonlySet<ChunkingStrategy> = new Set(['semantic', 'late'])

export type ChunkingField = { name: Exclude<keyof Chunking, 'strategy'>; least: number; most: number }

const fields = {
  maximumTokens: { name: 'maximumTokens', least: 64, most: 4_096 },
  overlapTokens: { name: 'overlapTokens', least: 0, most: 1_024 },
  codeLines: { name: 'codeLines', least: 5, most: 500 },
  codeOverlapLines: { name: 'codeOverlapLines', least: 0, most: 100 },
  windowSentences: { name: 'windowSentences', least: 0, most: 10 },
  paragraphs: { name: 'paragraphs', least: 1, most: 20 },
  overlapParagraphs: { name: 'overlapParagraphs', least: 0, most: 5 },
  semanticPercentile: { name: 'semanticPercentile', least: 50, most: 100 },
} as const satisfies Record<string, ChunkingField>

/** What a strategy can be told, in the order in which it is asked. Bounds are the contract's; a test holds them to it. */
export const chunkingFields: Record<ChunkingStrategy, readonly ChunkingField[]> = {
  auto: [fields.maximumTokens, fields.overlapTokens, fields.codeLines, fields.codeOverlapLines],
  structure: [fields.maximumTokens, fields.overlapTokens],
  fixed: [fields.maximumTokens, fields.overlapTokens],
  sentences: [fields.windowSentences, fields.maximumTokens],
  paragraphs: [fields.paragraphs, fields.overlapParagraphs, fields.maximumTokens],
  code: [fields.codeLines, fields.codeOverlapLines, fields.maximumTokens],
  turns: [fields.maximumTokens, fields.overlapTokens],
  rows: [fields.maximumTokens],
  semantic: [fields.semanticPercentile, fields.maximumTokens],
  late: [fields.maximumTokens, fields.overlapTokens],
}
