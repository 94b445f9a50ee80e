import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { FileSearch, FolderOpen, Trash2 } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { BulkBar } from './bulk-bar.tsx'
import { countNarrowings, type DocumentQuery, type DocumentSort, toListInput, windowsFor } from './document-query.ts'
import { DocumentRows } from './document-rows.tsx'

type DocumentTableProps = {
  libraryId: string
  libraryIsEmpty: boolean
  query: DocumentQuery
  onSort(sort: DocumentSort): void
  onClear(): void
}

/**
 * Any number of documents: only the windows around what is seen are asked for. The rows are a component of their own,
 * so that scrolling within a window touches no query.
 */
export function DocumentTable({ libraryId, libraryIsEmpty, query, onSort, onClear }: DocumentTableProps) {
  const { t } = useTranslation()
  const [offsets, setOffsets] = useState<readonly number[]>([0])
  const follow = useCallback((first: number, last: number) => {
    const wanted = windowsFor(first, last)
    setOffsets((before) => (before.join() === wanted.join() ? before : wanted))
  }, [])
  // The first window also tells how many there are; what was shown stays until a new filter has its answer.
  const first = useQuery({
    ...engine.documents.list.queryOptions({ input: toListInput(libraryId, query, 0) }),
    placeholderData: keepPreviousData,
  })
  const others = useQueries({
    queries: offsets.map((offset) =>
      engine.documents.list.queryOptions({ input: toListInput(libraryId, query, offset) }),
    ),
    combine: (results) => results.map(({ data }) => data?.items),
  })
  const windows = useMemo(() => {
    const known = offsets.map((offset, index) => [offset, others[index]] as const)
    return new Map<number, readonly Document[] | undefined>([...known, [0, first.data?.items]])
  }, [offsets, others, first.data])
  const total = first.data?.total

  if (first.isError && total === undefined) {
    return (
      <div className="px-4 sm:px-6">
        <FailureNote error={first.error} onRetry={() => void first.refetch()} />
      </div>
    )
  }
  if (total === undefined) return <Skeleton className="px-6 pt-4" lines={10} />
  if (total === 0 && query.trashed && isEverything(query)) {
    return <EmptyState icon={<Trash2 />} title={t('trash.empty')} text={t('trash.emptyText')} />
  }
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
    <>
      <div className="shrink-0 px-4 sm:px-6">
        <BulkBar libraryId={libraryId} query={query} total={total} />
      </div>
      <DocumentRows
        libraryId={libraryId}
        total={total}
        windows={windows}
        query={query}
        onSort={onSort}
        onRange={follow}
      />
    </>
  )
}

function isEverything(query: DocumentQuery): boolean {
  return query.text.trim() === '' && query.content.trim() === '' && countNarrowings(query) === 0
}
