import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { engine } from '../../engine/client.ts'

const shown = 500

/** The files of a job that could not be read: what is wrong with each, and what helps. */
export function FailedFiles({ jobId, count, onClose }: { jobId: string; count: number; onClose(): void }) {
  const { t } = useTranslation()
  const { data, error, isLoading } = useQuery(
    engine.jobs.items.queryOptions({ input: { jobId, state: 'failed', limit: shown } }),
  )
  return (
    <Dialog
      title={t('job.failedTitle', { count: data?.total ?? count })}
      onClose={onClose}
      className="w-[min(40rem,calc(100vw-2rem))]"
    >
      <div className="overflow-y-auto px-5 pt-1 pb-5">
        {isLoading ? <Skeleton /> : null}
        {error === null ? null : <FailureNote error={error} />}
        <ul className="flex flex-col divide-y divide-line">
          {(data?.items ?? []).map((item) => (
            <li key={item.uri} className="py-2.5">
              <p className="break-all font-medium text-sm">{item.name}</p>
              {item.error === null ? null : (
                <>
                  <p className="text-ink-soft text-sm">
                    {t(`fileError.${item.error}.happened`)} {t(`fileError.${item.error}.next`)}
                  </p>
                  <p className="font-mono text-ink-faint text-xs">{item.error}</p>
                </>
              )}
            </li>
          ))}
        </ul>
        {data !== undefined && data.total > data.items.length ? (
          <p className="pt-2 text-ink-faint text-sm">
            {t('job.failedMore', { count: data.total - data.items.length })}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}
