import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { FileSearch, Trash2 } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import type { Library } from '../../../contract/libraries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { shareById } from '../../engine/share-by-id.ts'
import { BulkBar } from './bulk-bar.tsx'
import { countNarrowings, type DocumentQuery, type DocumentSort, toListInput, windowsFor } from './document-query.ts'
import { DocumentRows } from './document-rows.tsx'
import { EmptyLibrary } from './empty-library.tsx'

type DocumentTableProps = {
  library: Library
  libraryIsEmpty: boolean
  query: DocumentQuery
  onSort(sort: DocumentSort): void
  onClear(): void
}

/**
 * Any number of documents: only the windows around what is seen are asked for. The rows are a component of their own,
 * so that scrolling within a window touches no query.
 */
export function DocumentTable({ library, libraryIsEmpty, query, onSort, onClear }: DocumentTableProps) {
  const { t } = useTranslation()
  const libraryId = library.id
  const [offsets, setOffsets] = useState<readonly number[]>([0])
  const follow = useCallback((first: number, last: number) => {
    const wanted = windowsFor(first, last)
    setOffsets((before) => (before.join() === wanted.join() ? before : wanted))
  }, [])
  // The first window also tells how many there are; what was shown stays until a new filter has its answer.
  const first = useQuery({
    ...windowOptions(libraryId, query, 0),
    placeholderData: keepPreviousData,
  })
  // A map, because what is alike would be looked for in arrays, at every frame of scrolling.
  const combine = useCallback(
    (results: readonly { data: Listed | undefined }[]) =>
      new Map(offsets.map((offset, index) => [offset, results[index]?.data?.items])),
    [offsets],
  )
  const others = useQueries({ queries: offsets.map((offset) => windowOptions(libraryId, query, offset)), combine })
  const windows = useMemo(() => new Map([...others, [0, first.data?.items] as const]), [others, first.data])
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
    return <EmptyLibrary library={library} />
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

type Listed = { items: Document[] }

function windowOptions(libraryId: string, query: DocumentQuery, offset: number) {
  const options = engine.documents.list.queryOptions({ input: toListInput(libraryId, query, offset) })
  return { ...options, structuralSharing: shareById }
}

function isEverything(query: DocumentQuery): boolean {
  return query.text.trim() === '' && query.content.trim() === '' && countNarrowings(query) === 0
}
