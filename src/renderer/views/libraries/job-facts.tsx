import { useTranslation } from 'react-i18next'
import type { Job } from '../../../contract/jobs.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Files that a job has dealt with, whatever came of them. */
export function jobDone(job: Job): number {
  const { ready, unchanged, failed } = job.progress
  return ready + unchanged + failed
}

/** More names than the engine puts into a job's label: it ends there with an ellipsis, which names nothing. */
const namedAtMost = 3

/** What a job is called: by the names of what was added, or by their number where they are many. */
export function useJobTitle(job: Job): string {
  const { t } = useTranslation()
  const { label, progress } = job
  const cut = label.endsWith('…') && progress.total > namedAtMost
  return cut ? t('job.fileCount', { count: progress.total }) : label
}

/** A job's progress in words: done of total, rate, time left when it can be told, and the files in work. */
export function JobFacts({ job }: { job: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  const title = useJobTitle(job)
  const { total, listing, bytesPerSecond, secondsLeft, current } = job.progress
  const running = job.state === 'running'
  const facts = [
    ...(job.priority === 'normal' ? [] : [t(`job.has.${job.priority}`)]),
    job.kind === 'download'
      ? t('job.bytesOf', { done: format.bytes(job.progress.bytesDone), total: format.bytes(job.progress.bytesTotal) })
      : t(listing ? 'job.progressListing' : 'job.progress', { done: format.count(jobDone(job)), count: total }),
    ...(running && bytesPerSecond !== null ? [t('job.rate', { rate: format.bytes(bytesPerSecond) })] : []),
    ...(running && !listing && secondsLeft !== null ? [t('job.left', { time: format.seconds(secondsLeft) })] : []),
  ]
  return (
    <div className="min-w-0 flex-1 pt-0.5 text-sm">
      <p className="flex min-w-0 gap-2">
        <span className="truncate font-medium">{title}</span>
        <span className="shrink-0 text-ink-soft">{t(stateKey(job))}</span>
      </p>
      <p className="tabular truncate text-ink-soft">
        {facts.join(' · ')}
        {job.progress.failed === 0 ? null : (
          <span className="text-red"> · {t('job.failed', { count: job.progress.failed })}</span>
        )}
      </p>
      {running && current.length > 0 ? (
        <p className="truncate text-ink-faint text-xs">{format.list(current.slice(0, 2))}</p>
      ) : null}
      {job.error === null ? null : <p className="text-red">{t('job.error', { code: job.error })}</p>}
    </div>
  )
}

/** Part of a job that is done; null while the whole is not known. A download is one file, and is told by its bytes. */
export function jobShare(job: Job): number | null {
  const { total, listing, bytesDone, bytesTotal } = job.progress
  if (job.kind === 'download') return bytesTotal === 0 ? null : Math.min(1, bytesDone / bytesTotal)
  return total === 0 || (listing && total < 2) ? null : jobDone(job) / total
}

/** What a job does, as a key that takes its title as `label`. */
export const jobLabelKeys = {
  ingest: 'job.of',
  rechunk: 'job.cutting',
  embed: 'job.embedding',
  download: 'job.downloading',
} as const satisfies Record<Job['kind'], string>

const runningKeys = {
  ingest: 'job.state.running',
  rechunk: 'job.cuttingNow',
  embed: 'job.embeddingNow',
  download: 'job.downloadingNow',
} as const satisfies Record<Job['kind'], string>

/** Only one kind of job reads. */
function stateKey(job: Job) {
  return job.state === 'running' ? runningKeys[job.kind] : (`job.state.${job.state}` as const)
}

/** What came of a job that has ended, in one line. */
export function JobResult({ job }: { job: Job }) {
  const { t } = useTranslation()
  const title = useJobTitle(job)
  const { ready, unchanged, failed } = job.progress
  return (
    <div className="min-w-0 flex-1 pt-1 text-sm">
      <p className="flex min-w-0 flex-wrap gap-x-2">
        <span className="max-w-full truncate font-medium">{title}</span>
        {job.state === 'completed' ? null : <span className="text-ink-soft">{t(`job.state.${job.state}`)}</span>}
        {job.kind === 'download' ? null : (
          <span className="tabular text-ink-soft">{t('job.read', { count: ready + unchanged })}</span>
        )}
        {failed === 0 ? null : (
          <span className="tabular text-red">
            {job.kind === 'download' ? t('job.notDownloaded') : t('job.failed', { count: failed })}
          </span>
        )}
      </p>
      {job.error === null ? null : <p className="text-red">{t('job.error', { code: job.error })}</p>}
    </div>
  )
}
