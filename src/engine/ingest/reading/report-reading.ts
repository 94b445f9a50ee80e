import type { Block } from '../../../contract/document.ts'
import type { ExtractedDocument, StoredReport } from './extracted.ts'

/** Pages, slides, sheets or messages of a document; null for a format without any. */
export function countPages(document: Pick<ExtractedDocument, 'pages' | 'blocks' | 'pageCount'>): number | null {
  const { pages, blocks, pageCount } = document
  if (pages !== null) return pages.length
  if (pageCount !== undefined) return pageCount
  const last = blocks.reduce((most, block) => Math.max(most, block.page ?? 0), 0)
  return last === 0 ? null : last
}

/** What a reading says of itself. `milliseconds` is the time that it took. */
export function reportReading(document: ExtractedDocument, milliseconds: number): StoredReport {
  const ocrPages = document.ocrPages ?? []
  const recognised = new Set(ocrPages.map(({ page }) => page))
  const withText = pagesWithText(document)
  const all = Array.from({ length: countPages(document) ?? 0 }, (_, index) => index + 1)
  return {
    readPages: all.filter((page) => withText.has(page) && !recognised.has(page)),
    ocrPages,
    emptyPages: all.filter((page) => !withText.has(page)),
    blocks: countKinds(document.blocks),
    characters: document.text.length,
    milliseconds: Math.round(milliseconds),
  }
}

function pagesWithText({ pages, blocks }: ExtractedDocument): Set<number> {
  if (pages === null) return new Set(blocks.flatMap(({ page }) => page ?? []))
  return new Set(pages.filter(({ start, end }) => start < end).map(({ number }) => number))
}

function countKinds(blocks: readonly Block[]): StoredReport['blocks'] {
  const counts: StoredReport['blocks'] = {}
  for (const { kind } of blocks) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
