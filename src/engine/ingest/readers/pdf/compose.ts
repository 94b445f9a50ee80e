import type { DocumentType } from '../../../../contract/document.ts'
import type { TextRun } from '../../../store/repositories/documents.ts'
import type { DocumentPage, ExtractedDocument } from '../../extracted.ts'
import type { DocumentBuilder } from '../document-builder.ts'
import { headingLevel, headingSizes } from './headings.ts'
import { collectVocabulary, joinLines } from './join-lines.ts'
import { groupParagraphs, startsListItem } from './paragraphs.ts'
import type { PageLines } from './read-pages.ts'

export type Composition = { type: DocumentType; outline: ReadonlyMap<string, number> }

/** Makes a document of pages; what is a heading and which hyphens stay is decided from all of them. */
export function compose(
  builder: DocumentBuilder,
  pages: readonly PageLines[],
  { type, outline }: Composition,
): ExtractedDocument {
  const lines = pages.flatMap((page) => page.lines)
  const vocabulary = collectVocabulary(lines)
  const levels = { byText: outline, bySize: headingSizes(lines) }
  const placed: DocumentPage[] = []
  const runs: TextRun[] = []
  for (const [index, page] of pages.entries()) {
    const number = index + 1
    const firstBlock = builder.blocks.length
    for (const paragraph of groupParagraphs(page.lines)) {
      const { text, pieces } = joinLines(paragraph, vocabulary)
      const level = headingLevel(paragraph, text, levels)
      const kind = level !== null ? 'heading' : startsListItem(text) ? 'list-item' : 'paragraph'
      const start = builder.add(kind, text, { page: number, level: kind === 'list-item' ? 1 : level })
      if (start === null) continue
      for (const piece of pieces) {
        runs.push({ page: number, start: start + piece.start, end: start + piece.end, ...piece.box })
      }
    }
    const start = builder.blocks[firstBlock]?.start ?? builder.length
    placed.push({ number, start, end: builder.length, width: page.width, height: page.height })
  }
  const ocrPages = pages.flatMap(({ confidence }, index) =>
    confidence === null ? [] : [{ page: index + 1, confidence }],
  )
  return { ...builder.finish(type), pages: placed, runs, ...(ocrPages.length > 0 && { ocrPages }) }
}
