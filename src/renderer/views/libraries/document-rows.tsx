import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { type DocumentQuery, type DocumentSort, windowSize } from './document-query.ts'
import { DocumentRow, rowHeight } from './document-row.tsx'
import { DocumentTableHead } from './document-table-head.tsx'
import { isChosen, useSelection } from './selection.ts'
import { useRowSelection } from './use-row-selection.ts'
import { useRowSlots } from './use-row-slots.ts'
import { useRowTexts } from './use-row-texts.ts'

/** Rows that are asked for before they are seen, so that a quick flick meets documents and not their outlines. */
const ahead = 60

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
export const DocumentRows = memo(function DocumentRows(props: DocumentRowsProps) {
  const { libraryId, total, windows, query, onSort, onRange } = props
  const { t } = useTranslation()
  const texts = useRowTexts()
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
  useEffect(() => onRange(Math.max(0, first - ahead), Math.min(total - 1, last + ahead)), [first, last, total, onRange])
  const documentAt = (index: number) => windows.get(index - (index % windowSize))?.[index % windowSize]
  const { slots, onFocus, onBlur } = useRowSlots({
    rows: rows.map(({ index }) => ({ row: index, id: documentAt(index)?.id ?? null })),
    total,
    scrolling: virtual.isScrolling,
  })
  const [menuOf, openMenu] = useState<string | null>(null)
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
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }} onFocus={onFocus} onBlur={onBlur}>
          {slots.map(({ key, row }) => {
            const document = documentAt(row)
            return (
              <DocumentRow
                key={key}
                index={row}
                texts={texts}
                toggle={toggle}
                document={document}
                chosen={document !== undefined && isChosen(chosen, document.id)}
                menu={document !== undefined && document.id === menuOf}
                openMenu={openMenu}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
})
