import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { placesOf, type Source, useViewState } from '../../app/view-state.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { engine } from '../../engine/client.ts'
import { useSheets } from '../../lib/use-media.ts'
import { DocumentPanel } from './document-panel.tsx'
import { PanelResizer } from './panel-resizer.tsx'
import { SourcesHeader } from './sources-header.tsx'

/** The signature of the page: the cited place of the document, with the passage glowing. */
export function SourcesPanel() {
  const { source, closeSource, sourcesWidth } = useViewState()
  const sheets = useSheets()
  const { t } = useTranslation()
  if (source === null) return null
  if (sheets) {
    return (
      <Dialog title={t('sources.title')} placement="end" hideTitle onClose={closeSource}>
        <Panel source={source} />
      </Dialog>
    )
  }
  return (
    <aside
      aria-label={t('sources.title')}
      className="relative flex shrink-0 animate-[slide-from-end_160ms_ease-out] flex-col border-line border-s bg-panel"
      style={{ width: `clamp(22.5rem, ${sourcesWidth}px, 50vw)` }}
    >
      <PanelResizer />
      <Panel source={source} />
    </aside>
  )
}

function Panel({ source }: { source: Source }) {
  const element = useRef<HTMLDivElement>(null)
  const place = source.kind === 'document' ? undefined : placesOf(source)[source.index]
  const documentId = source.kind === 'document' ? source.documentId : (place?.documentId ?? '')
  const { start, end } = place ?? {}
  const span = useMemo(() => (start === undefined || end === undefined ? null : { start, end }), [start, end])
  const { data, error, isLoading, refetch } = useQuery(engine.documents.get.queryOptions({ input: { documentId } }))
  // Keys work in the panel from the moment it opens; Escape gives the focus back to where it was.
  useEffect(() => element.current?.focus({ preventScroll: true }), [])
  return (
    <div ref={element} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
      <SourcesHeader source={source} document={data ?? null} />
      {isLoading ? <Skeleton className="p-6" lines={12} /> : null}
      {error === null ? null : (
        <div className="p-4">
          <FailureNote error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {data === undefined ? null : <DocumentPanel key={data.id} document={data} cited={span} />}
    </div>
  )
}
