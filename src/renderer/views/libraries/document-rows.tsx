import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { type DocumentQuery, type DocumentSort, windowSize } from './document-query.ts'
import { DocumentRow, rowHeight } from './document-row.tsx'
import { DocumentTableHead } from './document-table-head.tsx'
import { isChosen, useSelection } from './selection.ts'
import { useRowSelection } from './use-row-selection.ts'

type DocumentRowsProps = {
  libraryId: string
  total: number
  /** Documents by the offset of their window; undefined while a window is on its way. */
  windows: ReadonlyMap<number, readonly Document[] | undefined>
  query: DocumentQuery
  onSort(sort: DocumentSort): void
  /** Told which rows exist, so that their windows can be asked for. */
  onRange(first: number, last: number): void
}

/** The rows that are seen, and a few around them. */
export function DocumentRows({ libraryId, total, windows, query, onSort, onRange }: DocumentRowsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const scroller = useRef<HTMLDivElement>(null)
  const chosen = useSelection((state) => state.chosen)
  const { toggle, onKeyDown } = useRowSelection({ libraryId, query, total })
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
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the rows inside, which are controls
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 sm:px-4"
      data-scroller="documents"
    >
      <table aria-label={t('documents.table')} aria-rowcount={total + 1} className="@container block">
        <DocumentTableHead query={query} total={total} onSort={onSort} />
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const document = documentAt(row.index)
            return (
              <DocumentRow
                key={row.index}
                index={row.index}
                t={t}
                format={format}
                toggle={toggle}
                top={row.start}
                document={document}
                chosen={document !== undefined && isChosen(chosen, document.id)}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
