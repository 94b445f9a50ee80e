import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'
import type { Document } from '../../../contract/document.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { DocumentNotes } from './document-notes.tsx'
import { FailedDocument } from './failed-document.tsx'
import { TextView } from './text-view.tsx'

/** pdf.js is half of the page's code and is loaded with the first PDF. */
const PdfView = lazy(async () => ({ default: (await import('./pdf-view.tsx')).PdfView }))

/** A document as it is best read: PDF as pages, everything else as structured text. */
export function DocumentView({ document, span }: { document: Document; span: Span | null }) {
  const { t } = useTranslation()
  const [originalGone, setOriginalGone] = useState(false)
  if (document.state === 'failed') return <FailedDocument document={document} />
  if (document.type === 'pdf' && !originalGone) {
    return (
      <Suspense fallback={<Skeleton className="p-6" lines={12} />}>
        <PdfView document={document} span={span} onUnavailable={() => setOriginalGone(true)} />
      </Suspense>
    )
  }
  return (
    <>
      {originalGone ? (
        <p role="status" className="shrink-0 border-line border-b bg-amber-wash px-4 py-2 text-sm">
          {t('viewer.originalGone')}
        </p>
      ) : null}
      <DocumentNotes document={document} />
      <TextView documentId={document.id} span={span} />
    </>
  )
}
