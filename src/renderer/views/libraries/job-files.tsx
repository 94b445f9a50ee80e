import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type JobItem, JobItemState } from '../../../contract/jobs.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Dialog } from '../../components/ui/dialog.tsx'
import { Select } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'

const shown = 500
/** Milliseconds between looks at the files of a job that is at work, and between steps of a countdown. */
const look = 2_000
const second = 1_000

type JobFilesProps = {
  jobId: string
  /** Which files are shown first. */
  first: 'failed' | 'pending'
  /** How many could not be read, as far as is known. */
  failed: number
  finished: boolean
  onClose(): void
}

/** The files of a job: what came of each, what is wrong with those that failed, and when one is tried again. */
export function JobFiles({ jobId, first, failed, finished, onClose }: JobFilesProps) {
  const { t } = useTranslation()
  const [state, setState] = useState<JobItemState>(first)
  const { data, error, isLoading } = useQuery({
    ...engine.jobs.items.queryOptions({ input: { jobId, state, limit: shown } }),
    refetchInterval: finished ? false : look,
  })
  const title = state === 'failed' ? t('job.failedTitle', { count: data?.total ?? failed }) : t('job.filesTitle')
  return (
    <Dialog title={title} onClose={onClose} className="w-[min(40rem,calc(100vw-2rem))]">
      <div className="px-5 pt-1 pb-2">
        <Select
          aria-label={t('job.filesShown')}
          value={state}
          onChange={(event) => setState(JobItemState.parse(event.target.value))}
        >
          {JobItemState.options.map((option) => (
            <option key={option} value={option}>
              {t(`job.item.${option}`)}
            </option>
          ))}
        </Select>
      </div>
      <div className="min-h-24 overflow-y-auto px-5 pb-5">
        {isLoading ? <Skeleton /> : null}
        {error === null ? null : <FailureNote error={error} />}
        {data?.items.length === 0 ? <p className="py-4 text-ink-soft text-sm">{t('job.noFiles')}</p> : null}
        <ul className="flex flex-col divide-y divide-line">
          {(data?.items ?? []).map((item) => (
            <FileOfJob key={item.uri} item={item} />
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

function FileOfJob({ item }: { item: JobItem }) {
  const { t } = useTranslation()
  return (
    <li className="py-2.5">
      <p className="break-all font-medium text-sm">{item.name}</p>
      {item.error === null ? null : (
        <>
          <p className="text-ink-soft text-sm">
            {t(`fileError.${item.error}.happened`)} {t(`fileError.${item.error}.next`)}
          </p>
          <p className="font-mono text-ink-faint text-xs">{item.error}</p>
        </>
      )}
      {item.retryAt === null ? null : <Countdown retryAt={item.retryAt} retries={item.retries} />}
    </li>
  )
}

function Countdown({ retryAt, retries }: { retryAt: number; retries: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(second)
  const left = (retryAt - now) / second
  return (
    <p className="tabular text-amber text-sm">
      {left > 0 ? t('job.retryIn', { time: format.seconds(left) }) : t('job.retryNow')}
      {retries === 0 ? null : ` · ${t('job.tried', { count: retries + 1 })}`}
    </p>
  )
}
