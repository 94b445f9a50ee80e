import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useState } from 'react'

/** A page's size in points, as it is shown (rotation included). */
export type PageSize = { width: number; height: number }

const usual: PageSize = { width: 612, height: 792 }
const together = 40

/**
 * The sizes of all pages, page 1 first. They arrive in lots; until a page's own size is known it is taken to be like the
 * first. `known` says how many are certain.
 */
export function usePageSizes(pdf: PDFDocumentProxy): { sizes: readonly PageSize[]; known: number } {
  const [measured, setMeasured] = useState<readonly PageSize[]>([])
  useEffect(() => {
    let gone = false
    const measure = async () => {
      const sizes: PageSize[] = []
      for (let from = 1; from <= pdf.numPages && !gone; from += together) {
        const count = Math.min(together, pdf.numPages - from + 1)
        const lot = await Promise.all(Array.from({ length: count }, (_, index) => sizeOf(pdf, from + index)))
        sizes.push(...lot)
        if (!gone) setMeasured([...sizes])
      }
    }
    void measure()
    return () => {
      gone = true
    }
  }, [pdf])
  const like = measured[0] ?? usual
  return {
    sizes: Array.from({ length: pdf.numPages }, (_, index) => measured[index] ?? like),
    known: measured.length,
  }
}

async function sizeOf(pdf: PDFDocumentProxy, number: number): Promise<PageSize> {
  const page = await pdf.getPage(number)
  const { width, height } = page.getViewport({ scale: 1 })
  return { width, height }
}
