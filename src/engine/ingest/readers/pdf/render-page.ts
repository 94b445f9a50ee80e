import { type GreyPicture, toGrey } from '../ocr/grey-picture.ts'
import type { PDFPageProxy } from './pdfjs.ts'

export type PagePicture = { picture: GreyPicture; dotsPerInch: number }

const wantedDotsPerInch = 300
const pointsPerInch = 72
/** About A3 at 300 dpi; larger pages are drawn coarser. */
const mostPixels = 18_000_000

/** A scan within these is drawn dot by dot: stretching it costs letters. Finer ones are halved, coarser ones doubled. */
const finest = 450
const coarsest = 150

/**
 * Draws a page as a person sees it, turned and cropped. `scanned` is the resolution of its scan in dots an inch, null for
 * a page that is none.
 */
export async function renderPage(page: PDFPageProxy, scanned: number | null): Promise<PagePicture> {
  const { createCanvas } = await import('@napi-rs/canvas')
  const { width, height } = page.getViewport({ scale: 1 })
  const wanted = resolutionFor(scanned) / pointsPerInch
  const scale = Math.min(wanted, Math.sqrt(mostPixels / (width * height)))
  const viewport = page.getViewport({ scale })
  const size = { width: Math.max(1, Math.floor(viewport.width)), height: Math.max(1, Math.floor(viewport.height)) }
  const canvas = createCanvas(size.width, size.height)
  const context = canvas.getContext('2d')
  // pdf.js has the types of a browser's canvas, of which this one has all that it uses.
  const target = { canvas, canvasContext: context, viewport, background: 'white', intent: 'print' }
  await page.render(target as unknown as Parameters<PDFPageProxy['render']>[0]).promise
  const { data } = context.getImageData(0, 0, size.width, size.height)
  return { picture: toGrey(data, size), dotsPerInch: scale * pointsPerInch }
}

function resolutionFor(scanned: number | null): number {
  if (scanned === null || scanned < coarsest / 3) return wantedDotsPerInch
  if (scanned > finest) return scanned / Math.ceil(scanned / finest)
  return scanned < coarsest ? scanned * 2 : scanned
}
