import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PageBox } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { useWidth } from '../../lib/use-width.ts'
import { usePageSizes } from './page-sizes.ts'
import { PdfPage } from './pdf-page.tsx'
import { PdfToolbar } from './pdf-toolbar.tsx'
import { Thumbnails } from './thumbnails.tsx'

const margin = 16

type PdfPagesProps = {
  pdf: PDFDocumentProxy
  /** Where the cited span lies, once it is known. */
  target: { page: number | null; boxes: readonly PageBox[] } | null
  /** Changes when another span is cited, even one on the same page. */
  targetKey: string
  /** What a search found on a page, drawn over it. */
  foundOn(page: number): ReactNode
}

/** All pages below each other, painted only when they are near; fitted to the width, times the chosen zoom. */
export function PdfPages({ pdf, target, targetKey, foundOn }: PdfPagesProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const width = useWidth(scroller)
  const [zoom, setZoom] = useState(1)
  const { thumbnails, setThumbnails } = useViewState()
  const { sizes, known } = usePageSizes(pdf)
  const room = Math.max(160, width - 2 * margin)
  const scaleOf = (index: number) => (room / (sizes[index]?.width ?? room)) * zoom
  const heightOf = (index: number) => (sizes[index]?.height ?? 0) * scaleOf(index)
  const virtual = useVirtualizer({
    count: sizes.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(index) + margin,
    paddingStart: margin,
    overscan: 1,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes the heights makes the old measures void
  useEffect(() => virtual.measure(), [width, zoom, known])

  const targetPage = target?.page ?? null
  const reached = targetPage !== null && width > 0 && known >= Math.min(targetPage, sizes.length)
  const box = target?.boxes.find(({ page }) => page === targetPage)
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there once for each citation, and again when zoomed
  useEffect(() => {
    if (!reached || targetPage === null) return
    const top = virtual.getOffsetForIndex(targetPage - 1, 'start')?.[0] ?? 0
    const within = (box?.y ?? 0) * heightOf(targetPage - 1)
    const ahead = (scroller.current?.clientHeight ?? 0) / 3
    virtual.scrollToOffset(Math.max(0, top + (box === undefined ? 0 : within - ahead)))
  }, [reached, targetPage, targetKey, zoom])

  const middle = (virtual.scrollOffset ?? 0) + (scroller.current?.clientHeight ?? 0) / 3
  const rows = virtual.getVirtualItems()
  const current = (rows.find((row) => row.end > middle) ?? rows.at(-1))?.index ?? 0
  const goTo = (page: number) => virtual.scrollToIndex(page - 1, { align: 'start' })
  return (
    <>
      <PdfToolbar
        page={current + 1}
        pages={sizes.length}
        zoom={zoom}
        thumbnails={thumbnails}
        onPage={goTo}
        onZoom={setZoom}
        onThumbnails={setThumbnails}
      />
      <div className="flex min-h-0 flex-1">
        {thumbnails ? <Thumbnails pdf={pdf} sizes={sizes} current={current + 1} onPage={goTo} /> : null}
        <ScrollRegion ref={scroller} label={t('viewer.pages')} className="min-w-0 overflow-x-auto bg-sunken">
          <div className="relative" style={{ height: virtual.getTotalSize(), width: room * zoom + 2 * margin }}>
            {rows.map((row) => (
              <PdfPage
                key={row.key}
                pdf={pdf}
                number={row.index + 1}
                scale={scaleOf(row.index)}
                place={{
                  top: row.start,
                  start: margin,
                  width: (sizes[row.index]?.width ?? 0) * scaleOf(row.index),
                  height: heightOf(row.index),
                }}
                boxes={(target?.boxes ?? []).filter(({ page }) => page === row.index + 1)}
                glowKey={targetKey}
                found={foundOn(row.index + 1)}
              />
            ))}
          </div>
        </ScrollRegion>
      </div>
    </>
  )
}
