import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../contract/common.ts'
import type { DocumentType } from '../../contract/document.ts'
import type { Chunk } from '../../contract/document-care.ts'
import { describePlace } from '../lib/place.ts'
import { useFormat } from '../lib/use-format.ts'
import { ScrollRegion } from './scroll-region.tsx'

/** Chunks that are asked for at once. */
export const chunkWindow = 100
const usualHeight = 180

type ChunkListProps = {
  type: DocumentType | null
  total: number
  /** The chunk of a number; undefined while it is on its way. */
  at(index: number): Chunk | undefined
  /** Told which chunks are seen. */
  onRange(first: number, last: number): void
  onShow?: ((chunk: Span) => void) | undefined
}

/** The pieces of a document in order, each with its place, its size and what is indexed with it. */
export function ChunkList({ type, total, at, onRange, onShow }: ChunkListProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLElement>(null)
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: 3,
    paddingStart: 12,
    paddingEnd: 24,
  })
  const rows = virtual.getVirtualItems()
  const first = rows[0]?.index ?? 0
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [first, last, onRange])
  return (
    <ScrollRegion ref={scroller} label={t('chunks.title')} className="bg-paper">
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const chunk = at(row.index)
          return (
            <li
              key={row.key}
              data-index={row.index}
              ref={virtual.measureElement}
              className="absolute inset-x-0 top-0 px-4 pb-2.5"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {chunk === undefined ? <div className="h-24" /> : <ChunkCard chunk={chunk} type={type} onShow={onShow} />}
            </li>
          )
        })}
      </ol>
    </ScrollRegion>
  )
}

type ChunkCardProps = { chunk: Chunk; type: DocumentType | null; onShow?: ((chunk: Span) => void) | undefined }

function ChunkCard({ chunk, type, onShow }: ChunkCardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const place = describePlace(t, { type, ...chunk })
  const head = (
    <>
      <span className="tabular font-medium text-ink">{format.count(chunk.ordinal + 1)}</span>
      <span className="min-w-0 flex-1 truncate">{place.join(' › ')}</span>
      <span className="tabular shrink-0">{t('count.tokens', { count: chunk.tokens })}</span>
    </>
  )
  const headLook = 'flex w-full items-center gap-2.5 px-3 py-1.5 text-start text-ink-soft text-xs'
  return (
    <article aria-label={t('chunks.one', { number: chunk.ordinal + 1 })} className="rounded-md border border-line">
      {onShow === undefined ? (
        <div className={headLook}>{head}</div>
      ) : (
        <button
          type="button"
          onClick={() => onShow({ start: chunk.start, end: chunk.end })}
          className={`${headLook} rounded-t-md -outline-offset-2 hover:bg-hover`}
        >
          {head}
        </button>
      )}
      {chunk.context === '' ? null : (
        <p
          dir="auto"
          className="line-clamp-3 whitespace-pre-wrap border-line border-t bg-panel px-3 py-1.5 text-ink-soft text-xs [overflow-wrap:anywhere]"
        >
          <span className="text-ink-faint">{t('chunks.context')} </span>
          {chunk.context}
        </p>
      )}
      <p dir="auto" className="whitespace-pre-wrap border-line border-t px-3 py-2 text-sm [overflow-wrap:anywhere]">
        {chunk.text}
      </p>
    </article>
  )
}
