import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chunking } from '../../../contract/chunking.ts'
import type { Document } from '../../../contract/document.ts'
import { ChunkList, chunkWindow } from '../../components/chunk-list.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Select } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { itemAt, useWindows } from '../../lib/use-windows.ts'

const offered = 200

/** The pieces of one document as the settings would cut it; nothing is changed. */
export function ChunkPreview({ libraryId, chunking }: { libraryId: string; chunking: Chunking | null }) {
  const { t } = useTranslation()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const { data } = useQuery(
    engine.documents.list.queryOptions({ input: { library: libraryId, state: 'ready', limit: offered } }),
  )
  const chosen = data?.items.find(({ id }) => id === chosenId) ?? data?.items[0]
  return (
    <section aria-label={t('chunking.preview')} className="flex min-h-72 flex-col">
      <div className="flex shrink-0 items-center gap-2 px-4 pt-2 pb-2">
        <Select
          aria-label={t('chunking.document')}
          className="min-w-0 flex-1"
          value={chosen?.id ?? ''}
          disabled={chosen === undefined}
          onChange={(event) => setChosenId(event.target.value)}
        >
          {(data?.items ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </div>
      {chosen === undefined ? (
        <p className="px-4 py-6 text-center text-ink-soft text-sm">{t('chunking.noDocument')}</p>
      ) : chunking === null ? (
        <p role="status" className="px-4 py-6 text-center text-ink-soft text-sm">
          {t('chunking.invalid')}
        </p>
      ) : (
        <Pieces key={`${chosen.id} ${JSON.stringify(chunking)}`} document={chosen} chunking={chunking} />
      )}
    </section>
  )
}

function Pieces({ document, chunking }: { document: Document; chunking: Chunking }) {
  const { t } = useTranslation()
  const { offsets, onRange } = useWindows(chunkWindow)
  const results = useQueries({
    queries: offsets.map((offset) =>
      engine.documents.previewChunks.queryOptions({
        input: { documentId: document.id, chunking, offset, limit: chunkWindow },
      }),
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
  if (data === undefined) return <Skeleton className="p-6" lines={8} />
  const pages = results.map((result) => result.data?.items)
  return (
    <>
      <p role="status" className="tabular shrink-0 px-4 pb-2 text-ink-soft text-xs">
        {t('count.passages', { count: data.total })}
      </p>
      <ChunkList
        type={document.type}
        total={data.total}
        at={(index) => itemAt({ offsets, size: chunkWindow, pages }, index)}
        onRange={onRange}
      />
    </>
  )
}
