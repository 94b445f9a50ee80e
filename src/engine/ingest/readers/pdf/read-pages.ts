import type { DocumentBuilder } from '../document-builder.ts'
import { OcrFailure } from '../ocr/recogniser.ts'
import { type ReadContext, ReadRefusal } from '../reader.ts'
import { type Annotation, readAnnotations } from './annotations.ts'
import { type PageText, readFragments } from './fragments.ts'
import { groupLines, type Line } from './lines.ts'
import { type PageGraphics, type Ruling, readGraphics } from './page-graphics.ts'
import type { PDFDocumentProxy, PDFPageProxy } from './pdfjs.ts'
import { orderLines } from './reading-order.ts'
import { hasIllegibleText, mayNeedRecognition, needsRecognition, recognisePage } from './recognise-page.ts'

/** A page as its lines in reading order; of a damaged page all is empty. */
export type PageLines = {
  /** Points. */
  width: number
  height: number
  lines: readonly Line[]
  rulings: readonly Ruling[]
  annotations: readonly Annotation[]
  /** How sure the recognition was, 0 to 100; null for text out of the file. */
  confidence: number | null
}

const sure = 75

/** Whether a person should look at a page that was recognised with this confidence. */
export function unsure(confidence: number): boolean {
  return confidence < sure
}

type PageReading = { pdf: PDFDocumentProxy; builder: DocumentBuilder; context: ReadContext }

export async function readPages({ pdf, builder, context }: PageReading): Promise<PageLines[]> {
  const pages: PageLines[] = []
  const fonts: Fonts = { seen: new Set(), bold: new Set() }
  let damaged = 0
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const page = await pdf.getPage(number)
      pages.push(await readPage(page, { builder, context, fonts }))
      page.cleanup()
    } catch (error) {
      if (error instanceof ReadRefusal) throw error
      damaged++
      builder.warn('PDF_PAGE_DAMAGED', number)
      pages.push({ width: 0, height: 0, lines: [], rulings: [], annotations: [], confidence: null })
    }
  }
  if (damaged === pdf.numPages) throw new ReadRefusal('FILE_DAMAGED', 'no page can be read')
  return pages
}

/** Fonts of the pages so far: bold ones are known only after the graphics of a page that uses them were read. */
type Fonts = { seen: Set<string>; bold: Set<string> }

async function readPage(
  page: PDFPageProxy,
  { builder, context, fonts }: { builder: DocumentBuilder; context: ReadContext; fonts: Fonts },
): Promise<PageLines> {
  const text = await readFragments(page)
  const { width, height } = text
  const lines = groupLines(text.fragments)
  const graphics = needsGraphics(text, lines, fonts) ? await readGraphics(page) : null
  for (const font of graphics?.boldFonts ?? []) fonts.bold.add(font)
  const ordered = markBold(orderLines(lines), fonts.bold)
  const annotations = await readAnnotations(page, text)
  const typed = { width, height, lines: ordered, rulings: graphics?.rulings ?? [], annotations, confidence: null }
  if (graphics === null || !needsRecognition(text, graphics)) {
    if (ordered.length === 0 && annotations.length === 0) builder.warn('PDF_PAGE_EMPTY', page.pageNumber)
    return typed
  }
  const kept = hasIllegibleText(text) ? { ...typed, lines: [] } : typed
  return recognise(page, { text, graphics, typed: kept, builder, context })
}

function needsGraphics(text: PageText, lines: readonly Line[], fonts: Fonts): boolean {
  const used = text.fragments.map(({ font }) => font).filter((font) => !fonts.seen.has(font))
  for (const font of used) fonts.seen.add(font)
  return used.length > 0 || mayNeedRecognition(text) || lines.filter(({ segments }) => segments.length > 1).length > 1
}

/** A line is bold when all of it is. */
function markBold(lines: readonly Line[], bold: ReadonlySet<string>): readonly Line[] {
  return lines.map((line) =>
    line.segments.every((segment) => segment.every(({ font }) => bold.has(font))) ? { ...line, bold: true } : line,
  )
}

type Recognition = {
  text: PageText
  graphics: PageGraphics
  typed: PageLines
  builder: DocumentBuilder
  context: ReadContext
}

/** A page that can't be recognised keeps what it has; the rest of the document is read. */
async function recognise(
  page: PDFPageProxy,
  { text, graphics, typed, builder, context }: Recognition,
): Promise<PageLines> {
  const number = page.pageNumber
  if (context.ocr === null) {
    builder.warn('OCR_OFF', number)
    return typed
  }
  try {
    const { lines, confidence } = await recognisePage(page, { text, graphics, ocr: context.ocr })
    context.recognised()
    if (lines.length === 0 && typed.lines.length === 0) builder.warn('PDF_PAGE_EMPTY', number)
    if (lines.length === 0) return typed
    if (unsure(confidence)) builder.warn('OCR_UNSURE', number)
    return { ...typed, lines: inOrder(typed.lines, lines), confidence }
  } catch (error) {
    if (!(error instanceof OcrFailure)) throw error
    context.recognised()
    builder.warn('OCR_PAGE_FAILED', number)
    return typed
  }
}

/** The few lines that a scan has as text, such as a stamp, before or after those that were recognised. */
function inOrder(typed: readonly Line[], recognised: readonly Line[]): Line[] {
  const top = (line: Line | undefined) => line?.pieces[0]?.box.y ?? 0
  const first = top(recognised[0])
  const before = typed.filter((line) => top(line) < first)
  return [...before, ...recognised, ...typed.filter((line) => top(line) >= first)]
}
