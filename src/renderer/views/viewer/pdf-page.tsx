import { type PDFDocumentProxy, TextLayer } from 'pdfjs-dist'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageBox } from '../../../contract/document.ts'

/** Canvases beyond this many pixels are painted coarser: browsers refuse larger ones. */
const mostPixels = 16_000_000

type PdfPageProps = {
  pdf: PDFDocumentProxy
  number: number
  /** CSS pixels to a point. */
  scale: number
  place: { top: number; start: number; width: number; height: number }
  boxes: readonly PageBox[]
  glowKey: string
  /** Matches of a search on this page, or null. */
  found: ReactNode
}

/** One page: painted on a canvas, its text above it for selection and for readers, the passage glowing between them. */
export function PdfPage({ pdf, number, scale, place, boxes, glowKey, found }: PdfPageProps) {
  const { t } = useTranslation()
  const paper = useRef<HTMLDivElement>(null)
  const text = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const surface = paper.current
    const layer = text.current
    if (surface === null || layer === null) return
    return paint({ pdf, number, scale, surface, layer })
  }, [pdf, number, scale])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, not a page
    <div
      role="group"
      aria-label={t('place.page', { page: number })}
      data-page={number}
      className="pdf-page"
      style={{
        transform: `translateY(${place.top}px)`,
        insetInlineStart: place.start,
        width: place.width,
        height: place.height,
      }}
    >
      <div ref={paper} aria-hidden className="pdf-paper" />
      {found}
      <div key={glowKey} className="pdf-glow">
        {boxes.map((box) => (
          <div
            key={`${box.x} ${box.y}`}
            style={{
              left: `${box.x * 100}%`,
              top: `${box.y * 100}%`,
              width: `${box.width * 100}%`,
              height: `${box.height * 100}%`,
            }}
          />
        ))}
      </div>
      <div ref={text} className="pdf-text" />
    </div>
  )
}

type PaintOptions = {
  pdf: PDFDocumentProxy
  number: number
  scale: number
  surface: HTMLElement
  layer: HTMLElement
}

/** Paints a page into its two layers; the old picture stays until the new one is whole. Returns what stops it. */
function paint({ pdf, number, scale, surface, layer }: PaintOptions): () => void {
  let stop: () => void = () => undefined
  let stopped = false
  const run = async () => {
    const page = await pdf.getPage(number)
    if (stopped) return
    const viewport = page.getViewport({ scale })
    const wanted = window.devicePixelRatio
    const density = Math.min(wanted, Math.sqrt(mostPixels / (viewport.width * viewport.height)))
    const canvas = document.createElement('canvas')
    canvas.width = Math.floor(viewport.width * density)
    canvas.height = Math.floor(viewport.height * density)
    const task = page.render({ canvas, viewport: page.getViewport({ scale: scale * density }) })
    layer.style.setProperty('--total-scale-factor', String(scale))
    layer.replaceChildren()
    const words = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport })
    stop = () => {
      task.cancel()
      words.cancel()
    }
    await Promise.all([task.promise.then(() => surface.replaceChildren(canvas)), words.render()])
  }
  run().catch((error: unknown) => {
    // Cancelled because the page went away, or one page of the file is broken: the others are shown all the same.
    if (!stopped) console.warn(`Page ${number} could not be painted.`, error)
  })
  return () => {
    stopped = true
    stop()
  }
}
