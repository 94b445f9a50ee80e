import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { FileSearch, FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/documents.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { usePendingDeletions } from '../../engine/deferred-deletion.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { type DocumentQuery, type DocumentSort, toListInput, windowSize, windowsFor } from './document-query.ts'
import { DocumentRow, rowHeight } from './document-row.tsx'
import { DocumentTableHead } from './document-table-head.tsx'

type DocumentTableProps = {
  libraryId: string
  libraryIsEmpty: boolean
  query: DocumentQuery
  onSort(sort: DocumentSort): void
  onClear(): void
}

/** Any number of documents: only the rows in the window exist, and only the windows around them are asked for. */
export function DocumentTable({ libraryId, libraryIsEmpty, query, onSort, onClear }: DocumentTableProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const pending = usePendingDeletions()
  useListKeys(scroller)
  // The first window also tells how many there are; what was shown stays until a new filter has its answer.
  const first = useQuery({
    ...engine.documents.list.queryOptions({ input: toListInput(libraryId, query, 0) }),
    placeholderData: keepPreviousData,
  })
  const total = first.data?.total
  const virtual = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const rows = virtual.getVirtualItems()
  const offsets = windowsFor(rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0)
  const windows = useQueries({
    queries: offsets.map((offset) =>
      engine.documents.list.queryOptions({ input: toListInput(libraryId, query, offset) }),
    ),
  })
  const documentAt = (index: number): Document | undefined => {
    const offset = Math.floor(index / windowSize) * windowSize
    const window = offset === 0 ? first : windows[offsets.indexOf(offset)]
    return window?.data?.items[index - offset]
  }

  if (first.isError && first.data === undefined) {
    return (
      <div className="px-4 sm:px-6">
        <FailureNote error={first.error} onRetry={() => void first.refetch()} />
      </div>
    )
  }
  if (total === undefined) return <Skeleton className="px-6 pt-4" lines={10} />
  if (total === 0 && libraryIsEmpty) {
    return <EmptyState icon={<FolderOpen />} title={t('documents.empty')} text={t('documents.emptyText')} />
  }
  if (total === 0) {
    return (
      <EmptyState icon={<FileSearch />} title={t('documents.noMatch')} text={t('documents.noMatchText')}>
        <Button onClick={onClear}>{t('documents.clear')}</Button>
      </EmptyState>
    )
  }
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2 sm:px-4" data-scroller="documents">
      <table aria-label={t('documents.table')} aria-rowcount={total + 1} className="block">
        <DocumentTableHead query={query} onSort={onSort} />
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const document = documentAt(row.index)
            return (
              <DocumentRow
                key={row.index}
                index={row.index}
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
