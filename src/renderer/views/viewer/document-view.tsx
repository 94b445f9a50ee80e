import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/document.ts'
import { Skeleton } from '../../components/skeleton.tsx'
import { FailedDocument } from './failed-document.tsx'
import type { Highlights } from './highlights.ts'
import { ImageView } from './image-view.tsx'
import { MailHead } from './mail-head.tsx'
import { TextView } from './text-view.tsx'
import type { Match } from './use-find.ts'

/** pdf.js is half of the page's code and is loaded with the first PDF. */
const PdfView = lazy(async () => ({ default: (await import('./pdf-view.tsx')).PdfView }))

type DocumentViewProps = { document: Document; highlights: Highlights; matches: readonly Match[] }

/** A document as it is best read: PDF as pages, pictures as pictures, everything else as structured text. */
export function DocumentView({ document, highlights, matches }: DocumentViewProps) {
  const { t } = useTranslation()
  const [originalGone, setOriginalGone] = useState(false)
  if (document.state === 'failed') return <FailedDocument document={document} />
  if (document.type === 'image') return <ImageView document={document} highlights={highlights} matches={matches} />
  if (document.type === 'pdf' && !originalGone) {
    return (
      <Suspense fallback={<Skeleton className="p-6" lines={12} />}>
        <PdfView
          document={document}
          highlights={highlights}
          matches={matches}
          onUnavailable={() => setOriginalGone(true)}
        />
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
      <TextView document={document} highlights={highlights} head={<MailHead document={document} />} />
    </>
  )
}
