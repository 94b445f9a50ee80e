import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Span } from '../../../contract/common.ts'
import type { Document } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { DocumentNotes } from './document-notes.tsx'
import { PdfPages } from './pdf-pages.tsx'
import { usePdf } from './use-pdf.ts'

type PdfViewProps = {
  document: Document
  span: Span | null
  /** Called when there is no original to paint. */
  onUnavailable(): void
}

/** The original's own pages, with the cited passage glowing on its page. */
export function PdfView({ document, span, onUnavailable }: PdfViewProps) {
  const opened = usePdf(document.id)
  const [unavailableTold, setTold] = useState(false)
  const location = useQuery({
    ...engine.documents.locate.queryOptions({
      input: { documentId: document.id, start: span?.start ?? 0, end: span?.end ?? 0 },
      staleTime: Number.POSITIVE_INFINITY,
    }),
    enabled: span !== null,
  })
  useEffect(() => {
    if (opened.state !== 'unavailable' || unavailableTold) return
    setTold(true)
    onUnavailable()
  }, [opened.state, unavailableTold, onUnavailable])
  if (opened.state === 'failed') {
    return (
      <div className="p-4">
        <FailureNote error={opened.error} onRetry={opened.retry} />
      </div>
    )
  }
  if (opened.state !== 'open') return <Skeleton className="p-6" lines={12} />
  return (
    <>
      <DocumentNotes document={document} />
      <PdfPages
        pdf={opened.pdf}
        target={span === null || location.data === undefined ? null : location.data}
        targetKey={span === null ? '' : `${span.start}-${span.end}`}
      />
    </>
  )
}
