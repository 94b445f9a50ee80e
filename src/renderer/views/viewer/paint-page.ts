import type { PDFDocumentProxy } from 'pdfjs-dist'

type PaintOptions = {
  pdf: PDFDocumentProxy
  number: number
  /** CSS pixels. */
  width: number
  onPainted(canvas: HTMLCanvasElement): void
}

/** Paints a page as a picture of the given width. Returns what stops it. */
export function paintCanvas({ pdf, number, width, onPainted }: PaintOptions): () => void {
  let stop: () => void = () => undefined
  let stopped = false
  const run = async () => {
    const page = await pdf.getPage(number)
    if (stopped) return
    const scale = (width / page.getViewport({ scale: 1 }).width) * window.devicePixelRatio
    const viewport = page.getViewport({ scale })
    const canvas = document.createElement('canvas')
    canvas.width = Math.ceil(viewport.width)
    canvas.height = Math.ceil(viewport.height)
    const task = page.render({ canvas, viewport })
    stop = () => task.cancel()
    await task.promise
    if (!stopped) onPainted(canvas)
  }
  run().catch((error: unknown) => {
    // Cancelled because it was scrolled away, or one page of the file is broken: the others are shown all the same.
    if (!stopped) console.warn(`Page ${number} could not be painted.`, error)
  })
  return () => {
    stopped = true
    stop()
  }
}
