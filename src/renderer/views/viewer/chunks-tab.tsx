import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import type { Document } from '../../../contract/document.ts'
import { ChunkList, chunkWindow } from '../../components/chunk-list.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { itemAt, useWindows } from '../../lib/use-windows.ts'

/** The document as the index has it. A piece that is chosen is shown in the document. */
export function ChunksTab({ document, onShow }: { document: Document; onShow(chunk: Span): void }) {
  const { t } = useTranslation()
  const { offsets, onRange } = useWindows(chunkWindow)
  const results = useQueries({
    queries: offsets.map((offset) =>
      engine.documents.chunks.queryOptions({ input: { documentId: document.id, offset, limit: chunkWindow } }),
    ),
  })
  const { data, error, refetch } = results[0] ?? {}
  if (error !== undefined && error !== null) {
    return (
      <div className="p-4">
        <FailureNote error={error} onRetry={() => void refetch?.()} />
      </div>
    )
  }
  if (data === undefined) return <Skeleton className="p-6" lines={10} />
  const pages = results.map((result) => result.data?.items)
  return (
    <>
      <p className="tabular shrink-0 border-line border-b px-4 py-2 text-ink-soft text-xs">
        {t('count.passages', { count: data.total })}
      </p>
      <ChunkList
        type={document.type}
        total={data.total}
        at={(index) => itemAt({ offsets, size: chunkWindow, pages }, index)}
        onRange={onRange}
        onShow={onShow}
      />
    </>
  )
}
