import { useQuery } from '@tanstack/react-query'
import { FileCheck2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useErasureReport } from './erasure-report-store.ts'

const shown = 200

/** All reports, newest first. */
export function ErasureList({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const show = useErasureReport((state) => state.show)
  const { data, error, isLoading } = useQuery(engine.erasures.list.queryOptions({ input: { limit: shown } }))
  return (
    <Dialog title={t('erasure.list')} onClose={onClose}>
      <div className="min-h-0 overflow-y-auto px-3 pt-1 pb-4">
        {isLoading ? <Skeleton className="p-2" /> : null}
        {error === null ? null : <FailureNote error={error} />}
        {data?.items.length === 0 ? (
          <EmptyState icon={<FileCheck2 />} title={t('erasure.none')} text={t('erasure.noneText')} />
        ) : null}
        <ul className="flex flex-col gap-px">
          {(data?.items ?? []).map((report) => (
            <li key={report.id}>
              <button
                type="button"
                onClick={() => show(report.id)}
                className="flex w-full flex-col rounded-md px-2 py-1.5 text-start -outline-offset-2 hover:bg-hover"
              >
                <span className="text-sm">{t('erasure.of', { count: report.documents })}</span>
                <span className="tabular text-ink-faint text-xs">
                  {format.dateTime(report.erasedAt)} · {t(`erasure.scope.${report.scope}`)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
