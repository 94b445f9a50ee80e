import { useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { BlockView } from './block-view.tsx'

/** Blocks that are asked for at once. */
const windowSize = 200
const usualHeight = 72

/**
 * A document's structured text. Only the blocks in the window exist; a cited span is scrolled to and glows. Blocks are
 * found by number, so that a span deep in a long document needs only its own window.
 */
export function TextView({ documentId, span }: { documentId: string; span: Span | null }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const location = useQuery({
    ...engine.documents.locate.queryOptions({
      input: { documentId, start: span?.start ?? 0, end: span?.end ?? 0 },
      staleTime: Number.POSITIVE_INFINITY,
    }),
    enabled: span !== null,
  })
  const windowOptions = (fromBlock: number) =>
    engine.documents.content.queryOptions({
      input: { documentId, fromBlock, limit: windowSize },
      staleTime: Number.POSITIVE_INFINITY,
    })
  const first = useQuery(windowOptions(0))
  const total = first.data?.totalBlocks ?? 0
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: 6,
    paddingStart: 20,
    paddingEnd: 48,
  })
  const rows = virtual.getVirtualItems()
  const from = Math.floor((rows[0]?.index ?? 0) / windowSize)
  const to = Math.floor((rows.at(-1)?.index ?? 0) / windowSize)
  const windows = useQueries({
    queries: Array.from({ length: to - from + 1 }, (_, index) => windowOptions((from + index) * windowSize)),
  })
  const target = location.data?.block
  const ready = total > 0 && target !== undefined
  useScrollToSpan({ ready, target: target ?? 0, span, scroller, virtual })

  if (first.isError) {
    return (
      <div className="p-4">
        <FailureNote error={first.error} onRetry={() => void first.refetch()} />
      </div>
    )
  }
  if (first.isLoading) return <Skeleton className="p-6" lines={12} />
  return (
    <ScrollRegion ref={scroller} label={t('viewer.text')} className="bg-paper">
      <div className="relative mx-auto w-full max-w-180" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const index = Math.floor(row.index / windowSize) - from
          const data = windows[index]?.data
          const block = data?.blocks[row.index - (data?.fromBlock ?? 0)]
          return (
            <div
              key={row.key}
              data-index={row.index}
              ref={virtual.measureElement}
              className="absolute inset-x-0 top-0 px-5 sm:px-7"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {data === undefined || block === undefined ? (
                <div className="h-18" />
              ) : (
                <BlockView block={block} text={data.text} textStart={data.textStart} span={span} />
              )}
            </div>
          )
        })}
      </div>
    </ScrollRegion>
  )
}

type ScrollOptions = {
  ready: boolean
  target: number
  span: Span | null
  scroller: { current: HTMLElement | null }
  virtual: { scrollToIndex(index: number, options: { align: 'center' | 'start' }): void }
}

/** Goes to the block first and, once it is measured, to the passage inside it; heights are not known before. */
function useScrollToSpan({ ready, target, span, scroller, virtual }: ScrollOptions): void {
  const key = span === null ? null : `${span.start}-${span.end}`
  const virtualNow = useRef(virtual)
  virtualNow.current = virtual
  useEffect(() => {
    if (!ready || key === null) return
    virtualNow.current.scrollToIndex(target, { align: 'center' })
    let frame = 0
    let left = 60
    const settle = () => {
      const mark = scroller.current?.querySelector('mark.glow')
      if (mark !== null && mark !== undefined) {
        centre(mark, scroller.current)
        left = Math.min(left, 6)
      }
      left -= 1
      if (left > 0) frame = requestAnimationFrame(settle)
    }
    frame = requestAnimationFrame(settle)
    return () => cancelAnimationFrame(frame)
  }, [ready, target, key, scroller])
}

/** Moves the text up or down only: `scrollIntoView` would also push a wide block of code sideways. */
function centre(mark: Element, scroller: HTMLElement | null): void {
  if (scroller === null) return
  const place = mark.getBoundingClientRect()
  const view = scroller.getBoundingClientRect()
  // Of a passage that is taller than the window the beginning is shown.
  const gap = Math.max(0, (view.height - place.height) / 2)
  scroller.scrollTop += place.top - view.top - gap
}
