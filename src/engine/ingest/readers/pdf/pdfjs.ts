import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { ReadRefusal } from '../reader.ts'
import { dropAbsurdDepths } from './picture-depths.ts'

export type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

type Pdfjs = typeof import('pdfjs-dist/legacy/build/pdf.mjs')

let loading: Promise<Pdfjs> | null = null

export function loadPdfjs(): Promise<Pdfjs> {
  loading ??= import('pdfjs-dist/legacy/build/pdf.mjs')
  return loading
}

/** More pixels than a page of A0 scanned at 300 dpi: such a picture is left out. */
const mostPixels = 150_000_000

/**
 * Opens a PDF, also one that is encrypted with an empty password for reading. Takes `bytes` away. Throws FILE_ENCRYPTED or
 * FILE_DAMAGED. The caller destroys the loading task.
 */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PDFDocumentProxy> {
  const { getDocument, GlobalWorkerOptions } = await loadPdfjs()
  const worker = import.meta.resolve('pdfjs-dist/legacy/build/pdf.worker.mjs')
  GlobalWorkerOptions.workerSrc = worker
  dropAbsurdDepths(bytes)
  const packageFolder = join(dirname(fileURLToPath(worker)), '../..')
  const task = getDocument({
    data: bytes,
    // Text in East Asian encodings needs the maps, text in the 14 standard fonts their widths. Both are local files.
    cMapUrl: join(packageFolder, 'cmaps/'),
    cMapPacked: true,
    standardFontDataUrl: join(packageFolder, 'standard_fonts/'),
    disableFontFace: true,
    // The names of fonts tell which are bold.
    fontExtraProperties: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    // Decodes JBIG2 and JPEG 2000, in which scanners pack pages.
    useWasm: true,
    wasmUrl: join(packageFolder, 'wasm/'),
    maxImageSize: mostPixels,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    verbosity: 0,
  })
  try {
    return await task.promise
  } catch (error) {
    await task.destroy()
    const name = error instanceof Error ? error.name : ''
    if (name === 'PasswordException') throw new ReadRefusal('FILE_ENCRYPTED', 'needs a password', { cause: error })
    throw new ReadRefusal('FILE_DAMAGED', `cannot be opened: ${name}`, { cause: error })
  }
}
