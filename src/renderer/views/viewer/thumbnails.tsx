import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'
import type { PageSize } from './page-sizes.ts'
import { paintCanvas } from './paint-page.ts'

const width = 84
/** The number below the picture, and the gap to the next. */
const below = 34

type ThumbnailsProps = {
  pdf: PDFDocumentProxy
  sizes: readonly PageSize[]
  /** 1-based. */
  current: number
  onPage(page: number): void
}

/** All pages as small pictures, painted when they come into view. */
export function Thumbnails({ pdf, sizes, current, onPage }: ThumbnailsProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const heightOf = (index: number) => {
    const size = sizes[index]
    return size === undefined ? width : Math.min(width * 2, (size.height / size.width) * width)
  }
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: sizes.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(index) + below,
    paddingStart: 10,
    overscan: 2,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is read stays in sight; sizes move the places
  useEffect(() => {
    virtual.measure()
    virtual.scrollToIndex(current - 1, { align: 'auto' })
  }, [current, sizes])
  return (
    <nav
      ref={scroller}
      aria-label={t('viewer.thumbnails')}
      className="w-28 shrink-0 overflow-y-auto border-line border-e bg-panel"
    >
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => (
          <li
            key={row.key}
            className="absolute inset-x-0 top-0 flex justify-center"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            <button
              type="button"
              aria-label={t('place.page', { page: row.index + 1 })}
              aria-current={row.index + 1 === current ? 'page' : undefined}
              onClick={() => onPage(row.index + 1)}
              className="group flex flex-col items-center rounded-sm"
            >
              <Thumbnail
                pdf={pdf}
                number={row.index + 1}
                height={heightOf(row.index)}
                chosen={row.index + 1 === current}
              />
              <span className="tabular pt-1 text-ink-soft text-xs group-aria-[current]:font-semibold group-aria-[current]:text-ink">
                {row.index + 1}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

type ThumbnailProps = { pdf: PDFDocumentProxy; number: number; height: number; chosen: boolean }

function Thumbnail({ pdf, number, height, chosen }: ThumbnailProps) {
  const surface = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const target = surface.current
    if (target === null) return
    return paintCanvas({ pdf, number, width, onPainted: (canvas) => target.replaceChildren(canvas) })
  }, [pdf, number])
  return (
    <span
      ref={surface}
      aria-hidden
      className={cn(
        'thumbnail block overflow-hidden bg-white outline outline-line',
        chosen && 'outline-2 outline-accent',
      )}
      style={{ width, height }}
    />
  )
}
