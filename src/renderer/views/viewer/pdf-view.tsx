import { useEffect, useMemo, useState } from 'react'
import type { Document } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { FoundBoxes } from './found-boxes.tsx'
import type { Highlights } from './highlights.ts'
import { PdfPages } from './pdf-pages.tsx'
import type { Match } from './use-find.ts'
import { useLocation } from './use-location.ts'
import { usePdf } from './use-pdf.ts'

type PdfViewProps = {
  document: Document
  highlights: Highlights
  matches: readonly Match[]
  /** Called when there is no original to paint. */
  onUnavailable(): void
}

/** The original's own pages, with what is cited or found glowing on them. */
export function PdfView({ document, highlights, matches, onUnavailable }: PdfViewProps) {
  const opened = usePdf(document.id)
  const [unavailableTold, setTold] = useState(false)
  const target = highlights.current ?? highlights.cited
  const location = useLocation(document.id, target)
  const byPage = useMemo(() => Map.groupBy(matches, ({ page }) => page ?? 0), [matches])
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
    <PdfPages
      pdf={opened.pdf}
      target={target === null || location.data === undefined ? null : location.data}
      targetKey={target === null ? '' : `${target.start}-${target.end}`}
      foundOn={(page) => {
        const onPage = byPage.get(page)
        return onPage === undefined ? null : <FoundBoxes documentId={document.id} page={page} matches={onPage} />
      }}
    />
  )
}
