import { useEffect, useState } from 'react'
import { client } from '../../engine/client.ts'
import { toFailure } from '../../engine/failure.ts'
import { type OpenPdf, openPdf } from './pdf-loader.ts'

export type PdfState =
  | { state: 'loading' }
  | { state: 'open'; pdf: OpenPdf['pdf'] }
  /** The original cannot be shown as pages; its extracted text still can. */
  | { state: 'unavailable' }
  | { state: 'failed'; error: unknown; retry(): void }

/** The original of a document, opened as a PDF while the view is there. */
export function usePdf(documentId: string): PdfState {
  const [state, setState] = useState<PdfState>({ state: 'loading' })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another opening
  useEffect(() => {
    const controller = new AbortController()
    let opened: OpenPdf | null = null
    const open = async () => {
      setState({ state: 'loading' })
      try {
        const file = await client.documents.original({ documentId }, { signal: controller.signal })
        opened = await readPdf(await file.arrayBuffer())
        if (controller.signal.aborted) opened?.close()
        else setState(opened === null ? { state: 'unavailable' } : { state: 'open', pdf: opened.pdf })
      } catch (error) {
        if (controller.signal.aborted) return
        const gone = toFailure(error).code === 'ORIGINAL_UNAVAILABLE'
        setState(
          gone ? { state: 'unavailable' } : { state: 'failed', error, retry: () => setAttempt((count) => count + 1) },
        )
      }
    }
    void open()
    return () => {
      controller.abort()
      opened?.close()
    }
  }, [documentId, attempt])
  return state
}

/** Null when the bytes are no PDF that can be painted, which the view answers with the extracted text. */
async function readPdf(bytes: ArrayBuffer): Promise<OpenPdf | null> {
  try {
    return await openPdf(bytes)
  } catch (error) {
    console.warn('The original could not be painted.', error)
    return null
  }
}
