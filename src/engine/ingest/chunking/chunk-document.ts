import { Chunking, type ChunkingStrategy } from '../../../contract/chunking.ts'
import type { ChunkSpan } from '../../store/packed-content.ts'
import { cutCode } from './code-cutter.ts'
import type { ChunkSource, Cutter } from './cutter.ts'
import { cutFixed } from './fixed-cutter.ts'
import { cutLate } from './late-chunking.ts'
import type { ModelStrategy } from './needs-model.ts'
import { cutByParagraphs } from './paragraphs-cutter.ts'
import { cutByRows } from './rows-cutter.ts'
import { cutBySentences } from './sentences-cutter.ts'
import { cutByStructure } from './structure-cutter.ts'
import { toChunks } from './to-chunks.ts'
import { cutByTurns, isTranscript } from './turns-cutter.ts'

export const defaultChunking: Chunking = Chunking.parse({})

type PlainStrategy = Exclude<ChunkingStrategy, 'auto' | ModelStrategy>

const cutters: Record<PlainStrategy, Cutter> = {
  structure: cutByStructure,
  fixed: cutFixed,
  sentences: cutBySentences,
  paragraphs: cutByParagraphs,
  code: cutCode,
  turns: cutByTurns,
  rows: cutByRows,
}

/**
 * Cuts a document as a library's settings say, as far as that is done without a model: where the subject decides, by
 * structure, until chunk-semantically.ts has cut it anew.
 */
export function chunkDocument(source: ChunkSource, chunking: Chunking = defaultChunking): ChunkSpan[] {
  const { strategy } = chunking
  const cut = strategy === 'late' ? cutLate : cutters[plainStrategy(source, strategy)]
  return toChunks(source, cut(source, chunking))
}

function plainStrategy(source: ChunkSource, strategy: Exclude<ChunkingStrategy, 'late'>): PlainStrategy {
  if (strategy === 'semantic') return 'structure'
  return strategy === 'auto' ? chooseStrategy(source) : strategy
}

/** What `auto` stands for. */
export function chooseStrategy(source: ChunkSource): PlainStrategy {
  switch (source.type) {
    case 'code':
      return 'code'
    case 'csv':
    case 'xlsx':
    case 'ods':
      return 'rows'
    case 'eml':
    case 'mbox':
    case 'msg':
      return 'turns'
    case 'text':
    case 'markdown':
      return isTranscript(source) ? 'turns' : 'structure'
    default:
      return 'structure'
  }
}
