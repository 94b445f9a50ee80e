import { type ReadContext, type Reader, ReadRefusal, type SourceFile } from '../readers/reader.ts'
import { type DetectedType, detectType } from './detect.ts'
import type { ExtractedDocument } from './extracted.ts'

/** Readers are loaded when the first file of their format comes, so that a worker is ready at once and stays small. */
const readers: Partial<Record<DetectedType, () => Promise<Reader>>> = {
  pdf: async () => (await import('../readers/pdf-reader.ts')).readPdf,
  image: async () => (await import('../readers/image-reader.ts')).readImage,
  docx: async () => (await import('../readers/docx-reader.ts')).readDocx,
  pptx: async () => (await import('../readers/pptx-reader.ts')).readPptx,
  xlsx: async () => (await import('../readers/xlsx-reader.ts')).readXlsx,
  odt: async () => (await import('../readers/odt-reader.ts')).readOdt,
  ods: async () => (await import('../readers/ods-reader.ts')).readOds,
  odp: async () => (await import('../readers/odp-reader.ts')).readOdp,
  rtf: async () => (await import('../readers/rtf-reader.ts')).readRtf,
  csv: async () => (await import('../readers/csv-reader.ts')).readCsv,
  json: async () => (await import('../readers/json-reader.ts')).readJson,
  html: async () => (await import('../readers/html-reader.ts')).readHtml,
  markdown: async () => (await import('../readers/markdown-reader.ts')).readMarkdown,
  eml: async () => (await import('../readers/eml-reader.ts')).readEml,
  mbox: async () => (await import('../readers/mbox-reader.ts')).readMbox,
  msg: async () => (await import('../readers/msg-reader.ts')).readMsg,
  epub: async () => (await import('../readers/epub-reader.ts')).readEpub,
  code: async () => (await import('../readers/code-reader.ts')).readCode,
  text: async () => (await import('../readers/plain-text-reader.ts')).readPlainText,
}

const withoutOcr: ReadContext = { ocr: null, recognised: () => undefined }

/**
 * Reads a file as what its content says it is. Throws a `ReadRefusal` and nothing else: what a parser throws at bytes it
 * does not understand is a damaged file, and what it throws at its limits has a code of its own.
 */
export async function readDocument(file: SourceFile, context: ReadContext = withoutOcr): Promise<ExtractedDocument> {
  return readAs(await detectType(file.bytes, file.name), file, context)
}

/** The same for a file whose type is known. */
export async function readAs(
  type: DetectedType,
  file: SourceFile,
  context: ReadContext = withoutOcr,
): Promise<ExtractedDocument> {
  const load = readers[type]
  if (load === undefined) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', type)
  const read = await load()
  try {
    return await read(file, context)
  } catch (error) {
    if (error instanceof ReadRefusal) throw error
    throw refuseParserError(type, error)
  }
}

function refuseParserError(type: DetectedType, error: unknown): ReadRefusal {
  const name = error instanceof Error ? error.name : typeof error
  // No file that fits into memory asks for an array of an impossible length, unless its counts are damaged.
  const beyondMemory = error instanceof RangeError && /allocation|string length/i.test(error.message)
  if (beyondMemory || hasCode(error, 'ERR_STRING_TOO_LONG')) {
    return new ReadRefusal('READ_MEMORY', `${type}: ${name}`, { cause: error })
  }
  return new ReadRefusal('FILE_DAMAGED', `${type}: ${name}`, { cause: error })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
