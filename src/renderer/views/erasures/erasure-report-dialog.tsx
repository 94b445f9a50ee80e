import { useMutation, useQuery } from '@tanstack/react-query'
import { Download, ShieldCheck, ShieldX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ErasedPart, ErasureReport } from '../../../contract/erasures.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { client, engine } from '../../engine/client.ts'
import { saveText } from '../../lib/save-text.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What was erased and the proof that it is gone, which can be looked for anew. */
export function ErasureReportDialog({ reportId, onClose }: { reportId: string; onClose(): void }) {
  const { t } = useTranslation()
  const input = { erasureId: reportId }
  const { data, error, isLoading } = useQuery(engine.erasures.get.queryOptions({ input }))
  const verify = useMutation({ mutationFn: () => client.erasures.verify(input) })
  return (
    <Dialog title={t('erasure.title')} onClose={onClose} className="w-[min(34rem,calc(100vw-2rem))]">
      <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">
        {isLoading ? <Skeleton lines={6} /> : null}
        {error === null ? null : <FailureNote error={error} />}
        {data === undefined ? null : (
          <>
            <Facts report={data} parts={verify.data?.parts ?? data.parts} />
            {verify.data === undefined ? null : <Verdict clean={verify.data.clean} sealed={verify.data.sealed} />}
            {verify.isError ? (
              <div className="mt-3">
                <FailureNote error={verify.error} />
              </div>
            ) : null}
            <div className="mt-4 flex flex-wrap justify-end gap-2">
              <Button
                onClick={() =>
                  saveText({
                    name: `erasure-${data.id}.json`,
                    type: 'application/json',
                    text: JSON.stringify(data, null, 2),
                  })
                }
              >
                <Download />
                {t('erasure.save')}
              </Button>
              <Button look="primary" disabled={verify.isPending} onClick={() => verify.mutate()}>
                <ShieldCheck />
                {t('erasure.verify')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}

function Facts({ report, parts }: { report: ErasureReport; parts: readonly ErasedPart[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { files, goneBy } = report.backups
  return (
    <>
      <p className="text-ink-soft text-sm">
        {t('erasure.of', { count: report.documents })} · {format.dateTime(report.erasedAt)}
      </p>
      <table className="mt-3 w-full text-sm">
        <thead>
          <tr className="border-line-strong border-b text-ink-faint text-xs">
            <th scope="col" className="py-1 text-start font-normal">
              {t('erasure.part.label')}
            </th>
            <th scope="col" className="py-1 text-end font-normal">
              {t('erasure.removed')}
            </th>
            <th scope="col" className="py-1 text-end font-normal">
              {t('erasure.found')}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ part, removed, found }) => (
            <tr key={part} className="border-line border-b">
              <th scope="row" className="py-1 text-start font-normal">
                {t(`erasure.part.${part}`)}
              </th>
              <td className="tabular py-1 text-end">{format.count(removed)}</td>
              <td className={`tabular py-1 text-end ${found === 0 ? '' : 'font-medium text-red'}`}>
                {format.count(found)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-3 text-ink-soft text-sm">
        {files === 0
          ? t('erasure.noBackups')
          : `${t('erasure.backups', { count: files })} ${goneBy === null ? '' : t('erasure.backupsGone', { date: format.date(goneBy) })}`}
      </p>
      <p className="mt-2 text-ink-faint text-xs">
        {t('erasure.seal')} <code className="break-all">{report.seal}</code>
      </p>
    </>
  )
}

function Verdict({ clean, sealed }: { clean: boolean; sealed: boolean }) {
  const { t } = useTranslation()
  const good = clean && sealed
  const text = good ? t('erasure.clean') : clean ? t('erasure.broken') : t('erasure.left')
  return (
    <p
      role="status"
      className={`mt-3 flex items-center gap-2 rounded-md px-3 py-2 text-sm ${good ? 'bg-accent-wash' : 'bg-red-wash'}`}
    >
      {good ? (
        <ShieldCheck aria-hidden className="size-4 shrink-0 text-accent" />
      ) : (
        <ShieldX aria-hidden className="size-4 shrink-0 text-red" />
      )}
      {text}
    </p>
  )
}
