import { useTranslation } from 'react-i18next'
import type { Span } from '../../contract/common.ts'
import type { DocumentType } from '../../contract/document.ts'
import type { Chunk } from '../../contract/document-care.ts'
import { itemAt, type Windows } from '../lib/use-windows.ts'
import { ChunkList, chunkWindow } from './chunk-list.tsx'
import { FailureNote } from './failure-note.tsx'
import { Skeleton } from './skeleton.tsx'

type ChunkPage = {
  data: { total: number; items: readonly Chunk[] } | undefined
  error: unknown
  refetch(): unknown
}

type ChunkPagesProps = {
  type: DocumentType | null
  windows: Windows
  /** One for each of the windows, in their order. */
  pages: readonly ChunkPage[]
  onShow?: ((chunk: Span) => void) | undefined
}

/** A document's pieces as far as they are there: how many, and the list of them; or why there are none. */
export function ChunkPages({ type, windows: { offsets, onRange }, pages, onShow }: ChunkPagesProps) {
  const { t } = useTranslation()
  const [first] = pages
  if (first?.error != null) {
    return (
      <div className="p-4">
        <FailureNote error={first.error} onRetry={() => void first.refetch()} />
      </div>
    )
  }
  if (first?.data === undefined) return <Skeleton className="p-6" lines={8} />
  const { total } = first.data
  const loaded = { offsets, size: chunkWindow, pages: pages.map(({ data }) => data?.items) }
  return (
    <>
      <p role="status" className="tabular shrink-0 border-line border-b px-4 py-2 text-ink-soft text-xs">
        {t('count.passages', { count: total })}
      </p>
      <ChunkList type={type} total={total} at={(index) => itemAt(loaded, index)} onRange={onRange} onShow={onShow} />
    </>
  )
}
