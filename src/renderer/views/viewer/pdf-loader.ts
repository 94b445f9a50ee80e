import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist'
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?worker&url'

/** Folder beside the page that holds pdf.js' own data. */
const data = new URL('./pdf/', document.baseURI).href

/** Starts one worker for all documents, on first use. Given as a port, because a custom protocol has no plain origin. */
function startWorker(): void {
  GlobalWorkerOptions.workerPort ??= new Worker(workerAddress, { type: 'module' })
}

/** An open PDF; `close` frees what it holds in the worker. */
export type OpenPdf = { pdf: PDFDocumentProxy; close(): void }

/** Opens a PDF from its bytes, which are handed over and cannot be used afterwards. Never fetches anything remote. */
export async function openPdf(bytes: ArrayBuffer): Promise<OpenPdf> {
  startWorker()
  const task = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: `${data}cmaps/`,
    standardFontDataUrl: `${data}standard_fonts/`,
    wasmUrl: `${data}wasm/`,
    useWasm: false,
    useSystemFonts: true,
    disableRange: true,
    disableStream: true,
    disableAutoFetch: true,
  })
  const pdf = await task.promise
  return { pdf, close: () => void task.destroy() }
}
