import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { usePendingDeletions } from '../../engine/deferred-deletion.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { type DocumentQuery, type DocumentSort, windowSize } from './document-query.ts'
import { DocumentRow, rowHeight } from './document-row.tsx'
import { DocumentTableHead } from './document-table-head.tsx'

type DocumentRowsProps = {
  total: number
  /** Documents by the offset of their window; undefined while a window is on its way. */
  windows: ReadonlyMap<number, readonly Document[] | undefined>
  query: DocumentQuery
  onSort(sort: DocumentSort): void
  /** Told which rows exist, so that their windows can be asked for. */
  onRange(first: number, last: number): void
}

/** The rows that are seen, and a few around them. */
export function DocumentRows({ total, windows, query, onSort, onRange }: DocumentRowsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const scroller = useRef<HTMLDivElement>(null)
  const pending = usePendingDeletions()
  useListKeys(scroller)
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const rows = virtual.getVirtualItems()
  const first = rows[0]?.index ?? 0
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => onRange(first, last), [first, last, onRange])
  const documentAt = (index: number) => windows.get(index - (index % windowSize))?.[index % windowSize]
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 sm:px-4" data-scroller="documents">
      <table aria-label={t('documents.table')} aria-rowcount={total + 1} className="@container block">
        <DocumentTableHead query={query} onSort={onSort} />
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const document = documentAt(row.index)
            return (
              <DocumentRow
                key={row.index}
                index={row.index}
                t={t}
                format={format}
                top={row.start}
                document={document}
                hidden={document !== undefined && pending.has(document.id)}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
