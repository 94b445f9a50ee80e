import { useMutation } from '@tanstack/react-query'
import { Pause, Play, RotateCcw, Square, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job, JobPriority } from '../../../contract/jobs.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Progress } from '../../components/ui/progress.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client } from '../../engine/client.ts'
import { isFinished, useFollowedJobs, useJob } from '../../engine/watch-jobs.ts'
import { JobAnnouncement } from './job-announcement.tsx'
import { JobFacts, JobResult, jobLabelKeys, jobShare, useJobTitle } from './job-facts.tsx'
import { JobFiles } from './job-files.tsx'
import { JobMenu } from './job-menu.tsx'

type JobAction = 'pause' | 'resume' | 'cancel' | 'retry'

/** One job: how far it is, what it is at, and the ways to pause, stop or repeat it. */
export function JobCard({ jobId, libraryId }: { jobId: string; libraryId: string | null }) {
  const job = useJob(jobId)
  if (job === undefined || (libraryId !== null && job.libraryId !== libraryId)) return null
  return <JobCardOf job={job} />
}

function JobCardOf({ job }: { job: Job }) {
  const { t } = useTranslation()
  const [files, setFiles] = useState<'failed' | 'pending' | null>(null)
  const act = useMutation({
    mutationFn: (action: JobAction) => client.jobs[action]({ jobId: job.id }),
    onSuccess: noteJob,
  })
  const prioritise = useMutation({
    mutationFn: (priority: JobPriority) => client.jobs.prioritise({ jobId: job.id, priority }),
    onSuccess: noteJob,
  })
  const error = act.error ?? prioritise.error
  const finished = isFinished(job)
  const { failed } = job.progress
  const title = useJobTitle(job)
  const label = t(jobLabelKeys[job.kind], { label: title })
  useLeaveWhenClean(job)
  if (job.state === 'completed' && failed === 0) return null
  return (
    <section aria-label={label} className="rounded-md border border-line bg-panel">
      <div className="flex items-start gap-2 py-2 ps-3.5 pe-2">
        {finished ? <JobResult job={job} /> : <JobFacts job={job} />}
        <div className="flex shrink-0 items-center">
          {/* Why a model did not arrive stands under the model. */}
          {failed > 0 && job.kind !== 'download' ? (
            <Button look="quiet" size="small" onClick={() => setFiles('failed')}>
              {t('job.showFailed')}
            </Button>
          ) : null}
          {finished ? null : <JobMenu job={job} onFiles={() => setFiles('pending')} onPriority={prioritise.mutate} />}
          <JobButtons job={job} onAct={act.mutate} />
        </div>
      </div>
      {finished ? null : (
        <div className="px-3.5 pb-2.5">
          <Progress value={jobShare(job)} label={label} />
        </div>
      )}
      {error !== null ? (
        <div className="p-2">
          <FailureNote error={error} />
        </div>
      ) : null}
      {files === null ? null : (
        <JobFiles jobId={job.id} first={files} failed={failed} finished={finished} onClose={() => setFiles(null)} />
      )}
      <JobAnnouncement job={job} />
    </section>
  )
}

function JobButtons({ job, onAct }: { job: Job; onAct(action: JobAction): void }) {
  const { t } = useTranslation()
  const dismiss = useFollowedJobs((state) => state.dismiss)
  if (isFinished(job)) {
    return (
      <>
        {job.state === 'completed' ? (
          <JobButton
            label={t(job.kind === 'download' ? 'action.tryAgain' : 'job.retry')}
            icon={<RotateCcw />}
            onClick={() => onAct('retry')}
          />
        ) : (
          // What was stopped is taken up again in plain words, because the stop may have been a slip.
          <Button look="quiet" size="small" onClick={() => onAct('retry')}>
            <RotateCcw />
            {t(job.state === 'cancelled' ? 'job.retryRest' : 'action.tryAgain')}
          </Button>
        )}
        <JobButton label={t('action.dismiss')} icon={<X />} onClick={() => dismiss(job.id)} />
      </>
    )
  }
  return (
    <>
      {job.state === 'paused' ? (
        <JobButton label={t('job.resume')} icon={<Play />} onClick={() => onAct('resume')} />
      ) : (
        <JobButton label={t('job.pause')} icon={<Pause />} onClick={() => onAct('pause')} />
      )}
      <JobButton label={t('job.cancel')} icon={<Square className="fill-current" />} onClick={() => onAct('cancel')} />
    </>
  )
}

function JobButton({ label, icon, onClick }: { label: string; icon: ReactNode; onClick(): void }) {
  return (
    <Tooltip label={label}>
      <Button look="quiet" size="icon-small" aria-label={label} onClick={onClick}>
        {icon}
      </Button>
    </Tooltip>
  )
}

const doneKeys = {
  ingest: 'job.completed',
  rechunk: 'job.recut',
  embed: 'job.embedded',
  download: 'job.downloaded',
} as const satisfies Record<Job['kind'], string>

/** A job that ends with nothing to decide leaves a sentence and goes. */
function useLeaveWhenClean(job: Job): void {
  const { t } = useTranslation()
  const dismiss = useFollowedJobs((state) => state.dismiss)
  const told = useRef(false)
  const { label } = job
  useEffect(() => {
    if (job.state !== 'completed' || job.progress.failed > 0 || told.current) return
    told.current = true
    const { ready, unchanged } = job.progress
    const text = ready > 0 ? t(doneKeys[job.kind], { count: ready, label }) : t('job.unchanged', { count: unchanged })
    // A job that found nothing new to do, as when a followed folder was looked at, is not worth a word.
    if (ready + unchanged > 0) showToast({ text })
    dismiss(job.id)
  }, [job, label, dismiss, t])
}
