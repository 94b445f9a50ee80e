import type { Citation } from '../../contract/answers.ts'
import type { Block } from '../../contract/document.ts'
import { lineInChunk } from '../../domain/chunk-lines.ts'
import type { QuoteUnit } from '../../domain/quote-units.ts'

type Source = { passage: Omit<Citation, 'quote' | 'score'> & { text: string }; score: number }

/** A citation that opens exactly one unit of a passage. `blocks`: those of the document that the passage lies in. */
export function citeUnit({ passage, score }: Source, unit: QuoteUnit, blocks: readonly Block[]): Citation {
  const { document, documentId, libraryId, title, uri, type, headingPath } = passage
  const { page, start, end, text } = unit
  const line = lineInChunk(passage, blocks, start)
  return { document, documentId, libraryId, title, uri, type, page, line, headingPath, start, end, quote: text, score }
}
