import { useQueries, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chunking } from '../../../contract/chunking.ts'
import type { Document } from '../../../contract/document.ts'
import { chunkWindow } from '../../components/chunk-list.tsx'
import { ChunkPages } from '../../components/chunk-pages.tsx'
import { Select } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { useWindows } from '../../lib/use-windows.ts'

const offered = 200

/** The pieces of one document as the settings would cut it; nothing is changed. */
export function ChunkPreview({ libraryId, chunking }: { libraryId: string; chunking: Chunking | null }) {
  const { t } = useTranslation()
  const id = useId()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const { data } = useQuery(
    engine.documents.list.queryOptions({ input: { library: libraryId, state: 'ready', limit: offered } }),
  )
  const chosen = data?.items.find(({ id }) => id === chosenId) ?? data?.items[0]
  return (
    <section aria-label={t('chunking.preview')} className="flex min-h-72 flex-col">
      <div className="shrink-0 px-5 pt-2 pb-3">
        <label htmlFor={id} className="block pb-1.5 font-medium text-sm">
          {t('chunking.document')}
        </label>
        <Select
          id={id}
          className="w-full"
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
  const windows = useWindows(chunkWindow)
  const pages = useQueries({
    queries: windows.offsets.map((offset) =>
      engine.documents.previewChunks.queryOptions({
        input: { documentId: document.id, chunking, offset, limit: chunkWindow },
      }),
    ),
  })
  return <ChunkPages type={document.type} windows={windows} pages={pages} />
}
