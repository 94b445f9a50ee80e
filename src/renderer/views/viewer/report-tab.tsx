import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BlockKind, type Document, type ExtractionReport } from '../../../contract/document.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { toRanges } from '../../lib/page-ranges.ts'
import { unitOf } from '../../lib/place.ts'
import { useFormat } from '../../lib/use-format.ts'
import { DocumentNotes } from './document-notes.tsx'

/** What reading the file gave, and what it could not give. */
export function ReportTab({ document }: { document: Document }) {
  const { t } = useTranslation()
  const { data, error, isLoading, refetch } = useQuery(
    engine.documents.report.queryOptions({ input: { documentId: document.id } }),
  )
  if (isLoading) return <Skeleton className="p-6" lines={8} />
  return (
    <ScrollRegion label={t('report.title')} className="bg-paper px-5 py-4">
      {error === null ? null : <FailureNote error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : <Report report={data} document={document} />}
    </ScrollRegion>
  )
}

function Report({ report, document }: { report: ExtractionReport; document: Document }) {
  const { t } = useTranslation()
  const format = useFormat()
  const kinds = BlockKind.options.filter((kind) => (report.blocks[kind] ?? 0) > 0)
  return (
    <>
      {report.error === null ? null : (
        <div role="alert" className="mb-4 rounded-md border border-line bg-red-wash px-4 py-3">
          <p className="font-medium">{t(`fileError.${report.error}.happened`)}</p>
          <p className="mt-0.5 text-ink-soft text-sm">{t(`fileError.${report.error}.next`)}</p>
          {report.detail === null ? null : <p className="mt-1.5 text-ink-soft text-xs">{report.detail}</p>}
          <p className="mt-1.5 font-mono text-ink-soft text-xs">{report.error}</p>
        </div>
      )}
      <dl className="flex flex-col divide-y divide-line text-sm">
        <Fact label={t('documents.type')}>{report.type === null ? '—' : t(`documentType.${report.type}`)}</Fact>
        <Pages report={report} />
        <Fact label={t('report.structure')}>
          {kinds.length === 0
            ? '—'
            : kinds.map((kind) => t(`report.block.${kind}`, { count: report.blocks[kind] ?? 0 })).join(' · ')}
        </Fact>
        <Fact label={t('report.characters')}>{format.count(report.characters)}</Fact>
        <Fact label={t('report.chunks')}>{format.count(report.chunks)}</Fact>
        {report.milliseconds === null ? null : (
          <Fact label={t('report.time')}>{format.milliseconds(report.milliseconds)}</Fact>
        )}
      </dl>
      <h3 className="mt-5 mb-1 font-semibold text-sm">{t('report.warnings')}</h3>
      {report.warnings.length === 0 ? (
        <p className="text-ink-soft text-sm">{t('report.noWarnings')}</p>
      ) : (
        <div className="-mx-4 -mt-2 [&>ul]:border-b-0">
          <DocumentNotes document={{ ...document, warnings: report.warnings }} />
        </div>
      )}
    </>
  )
}

function Pages({ report }: { report: ExtractionReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (report.pages === null) return null
  const unit = unitOf(report.type)
  const named = (pages: readonly number[]) => {
    const [page] = pages
    if (page === undefined) return t('report.none')
    if (pages.length === 1) return t(`place.${unit}`, { page })
    return t('report.pageList', {
      total: t(`count.${unit}s`, { count: pages.length }),
      pages: format.ranges(toRanges(pages)),
    })
  }
  const sure = report.ocrPages.map(({ confidence }) => Math.round(confidence))
  const [least, most] = [Math.min(...sure), Math.max(...sure)]
  return (
    <>
      <Fact label={t(`report.total.${unit}`)}>{format.count(report.pages)}</Fact>
      <Fact label={t('report.read')}>{named(report.readPages)}</Fact>
      <Fact label={t('report.recognised')}>
        {named(report.ocrPages.map(({ page }) => page))}
        {sure.length === 0 ? null : (
          <span className="block text-ink-faint text-xs">
            {least === most ? t('report.confidence', { sure: least }) : t('report.confidences', { least, most })}
          </span>
        )}
      </Fact>
      <Fact label={t('report.empty')}>{named(report.emptyPages)}</Fact>
    </>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[10rem_minmax(0,1fr)] gap-4 py-2 max-sm:grid-cols-[7rem_minmax(0,1fr)]">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="tabular [overflow-wrap:anywhere]">{children}</dd>
    </div>
  )
}
