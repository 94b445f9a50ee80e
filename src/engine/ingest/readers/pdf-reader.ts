import { DocumentBuilder } from './document-builder.ts'
import { compose } from './pdf/compose.ts'
import { outlineLevels } from './pdf/headings.ts'
import { openPdf, type PDFDocumentProxy } from './pdf/pdfjs.ts'
import { pdfProperties } from './pdf/properties.ts'
import { readPages } from './pdf/read-pages.ts'
import { type Reader, ReadRefusal } from './reader.ts'

/** Pages are read one by one; what is a heading and which hyphens stay is decided when all of them are known. */
export const readPdf: Reader = async ({ bytes }, context) => {
  const complete = hasTrailer(bytes)
  const pdf = await openPdf(bytes)
  try {
    const builder = new DocumentBuilder()
    if (!complete) builder.warn('PDF_TRUNCATED')
    const pages = await readPages({ pdf, builder, context })
    if (pages.every(({ lines, annotations }) => lines.length === 0 && annotations.length === 0)) {
      if (!complete) throw new ReadRefusal('FILE_DAMAGED', 'the file is cut off before any text')
      if (builder.warnings.some(({ code }) => code === 'OCR_PAGE_FAILED')) {
        throw new ReadRefusal('READ_CRASHED', 'no text, and the recognition of pages failed')
      }
      throw new ReadRefusal('FILE_NO_TEXT', `${pages.length} pages without text`)
    }
    await readAround(pdf, builder)
    const outline = await attempt(builder, () => outlineLevels(pdf), new Map())
    return compose(builder, pages, { type: 'pdf', outline })
  } finally {
    await pdf.loadingTask.destroy()
  }
}

/** A PDF ends with `%%EOF`, at most a kilobyte before its end (ISO 32000-1, 7.5.5 and annex H, note 18). */
function hasTrailer(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-2_048)).includes('%%EOF')
}

/** Title and properties, and what the file would have run or unpacked. */
async function readAround(pdf: PDFDocumentProxy, builder: DocumentBuilder): Promise<void> {
  const metadata = await attempt(builder, () => pdf.getMetadata(), null)
  const information = (metadata?.info ?? {}) as Record<string, unknown>
  const title = typeof information.Title === 'string' ? information.Title : null
  if (title !== null && !/^(untitled|\(?null\)?|.*\.\w{3,4})$/i.test(title.trim())) {
    builder.suggestTitle(title.replace(/^Microsoft (Word|PowerPoint) - /, ''))
  }
  builder.describe(pdfProperties(information))
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
