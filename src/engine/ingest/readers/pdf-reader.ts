import type { TextRun } from '../../store/repositories/documents.ts'
import type { DocumentPage, ExtractedDocument } from '../extracted.ts'
import { DocumentBuilder } from './document-builder.ts'
import { readFragments } from './pdf/fragments.ts'
import { headingLevel, headingSizes, outlineLevels } from './pdf/headings.ts'
import { collectVocabulary, joinLines } from './pdf/join-lines.ts'
import { groupLines, type Line } from './pdf/lines.ts'
import { groupParagraphs, startsListItem } from './pdf/paragraphs.ts'
import { openPdf, type PDFDocumentProxy } from './pdf/pdfjs.ts'
import { orderLines } from './pdf/reading-order.ts'
import { type Reader, ReadRefusal } from './reader.ts'

type PageLines = { width: number; height: number; lines: readonly Line[] }

/** Pages are read one by one; what is a heading and which hyphens stay is decided when all of them are known. */
export const readPdf: Reader = async ({ bytes }) => {
  const complete = hasTrailer(bytes)
  const pdf = await openPdf(bytes)
  try {
    const builder = new DocumentBuilder()
    if (!complete) builder.warn('PDF_TRUNCATED')
    const pages = await readPages(pdf, builder)
    if (pages.every((page) => page.lines.length === 0)) {
      if (!complete) throw new ReadRefusal('FILE_DAMAGED', 'the file is cut off before any text')
      throw new ReadRefusal('FILE_NO_TEXT', `${pages.length} pages without text`)
    }
    await readAround(pdf, builder)
    return compose(builder, pages, await attempt(builder, () => outlineLevels(pdf), new Map()))
  } finally {
    await pdf.loadingTask.destroy()
  }
}

/** A PDF ends with `%%EOF`, at most a kilobyte before its end (ISO 32000-1, 7.5.5 and annex H, note 18). */
function hasTrailer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-2_048)).includes('%%EOF')
}

async function readPages(pdf: PDFDocumentProxy, builder: DocumentBuilder): Promise<PageLines[]> {
  const pages: PageLines[] = []
  let damaged = 0
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const page = await pdf.getPage(number)
      const { width, height, fragments } = await readFragments(page)
      page.cleanup()
      if (fragments.length === 0) builder.warn('PDF_PAGE_EMPTY', number)
      pages.push({ width, height, lines: orderLines(groupLines(fragments)) })
    } catch {
      damaged++
      builder.warn('PDF_PAGE_DAMAGED', number)
      pages.push({ width: 0, height: 0, lines: [] })
    }
  }
  if (damaged === pdf.numPages) throw new ReadRefusal('FILE_DAMAGED', 'no page can be read')
  return pages
}

/** The title, and what the file would have run or unpacked. */
async function readAround(pdf: PDFDocumentProxy, builder: DocumentBuilder): Promise<void> {
  const metadata = await attempt(builder, () => pdf.getMetadata(), null)
  const title = metadata && 'Title' in metadata.info ? String(metadata.info.Title) : null
  if (title !== null && !/^(untitled|\(?null\)?|.*\.\w{3,4})$/i.test(title.trim())) {
    builder.suggestTitle(title.replace(/^Microsoft (Word|PowerPoint) - /, ''))
  }
  if (await attempt(builder, () => pdf.hasJSActions(), false)) builder.warn('SCRIPTS_IGNORED')
  if (await attempt(builder, () => pdf.getAttachments(), null)) builder.warn('ATTACHMENTS_IGNORED')
}

/** What stands around the text may be broken while the text is not: then the document is read, with a warning. */
async function attempt<Value>(builder: DocumentBuilder, read: () => Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await read()
  } catch {
    builder.warn('PDF_METADATA_DAMAGED')
    return otherwise
  }
}

function compose(
  builder: DocumentBuilder,
  pages: readonly PageLines[],
  byText: ReadonlyMap<string, number>,
): ExtractedDocument {
  const lines = pages.flatMap((page) => page.lines)
  const vocabulary = collectVocabulary(lines)
  const levels = { byText, bySize: headingSizes(lines) }
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
  return { ...builder.finish('pdf'), pages: placed, runs }
}
