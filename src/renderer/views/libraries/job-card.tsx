import { useMutation } from '@tanstack/react-query'
import { Pause, Play, RotateCcw, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../contract/jobs.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Progress } from '../../components/ui/progress.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { noteJob } from '../../engine/add-documents.ts'
import { client } from '../../engine/client.ts'
import { isFinished, useFollowedJobs, useJob } from '../../engine/watch-jobs.ts'
import { FailedFiles } from './failed-files.tsx'
import { JobAnnouncement } from './job-announcement.tsx'
import { JobFacts, jobDone } from './job-facts.tsx'

/** One job: how far it is, what it is at, and the ways to pause, stop or repeat it. */
export function JobCard({ jobId, libraryId }: { jobId: string; libraryId: string | null }) {
  const job = useJob(jobId)
  if (job === undefined || (libraryId !== null && job.libraryId !== libraryId)) return null
  return <JobCardOf job={job} />
}

function JobCardOf({ job }: { job: Job }) {
  const { t } = useTranslation()
  const dismiss = useFollowedJobs((state) => state.dismiss)
  const [showFailed, setShowFailed] = useState(false)
  const act = useMutation({
    mutationFn: (action: 'pause' | 'resume' | 'cancel' | 'retry') => client.jobs[action]({ jobId: job.id }),
    onSuccess: noteJob,
  })
  const finished = isFinished(job)
  const { failed, total, listing } = job.progress
  useLeaveWhenClean(job)
  if (finished && failed === 0 && job.state === 'completed') return null
  return (
    <section aria-label={t('job.of', { label: job.label })} className="rounded-md border border-line bg-panel">
      <div className="flex items-start gap-2 py-2 ps-3.5 pe-2">
        <JobFacts job={job} />
        <div className="flex shrink-0 items-center">
          {job.state === 'running' || job.state === 'queued' ? (
            <JobButton label={t('job.pause')} icon={<Pause />} onClick={() => act.mutate('pause')} />
          ) : null}
          {job.state === 'paused' ? (
            <JobButton label={t('job.resume')} icon={<Play />} onClick={() => act.mutate('resume')} />
          ) : null}
          {finished && failed + (job.state === 'cancelled' ? 1 : 0) > 0 ? (
            <JobButton label={t('job.retry')} icon={<RotateCcw />} onClick={() => act.mutate('retry')} />
          ) : null}
          {finished ? (
            <JobButton label={t('action.dismiss')} icon={<X />} onClick={() => dismiss(job.id)} />
          ) : (
            <JobButton label={t('job.cancel')} icon={<X />} onClick={() => act.mutate('cancel')} />
          )}
        </div>
      </div>
      {finished ? null : (
        <div className="px-3.5 pb-2.5">
          <Progress
            value={total === 0 || (listing && total < 2) ? null : jobDone(job) / total}
            label={t('job.of', { label: job.label })}
          />
        </div>
      )}
      {failed === 0 ? null : (
        <div className="flex items-center gap-3 border-line border-t py-1.5 ps-3.5 pe-2 text-sm">
          <p className="flex-1 text-red">{t('job.failed', { count: failed })}</p>
          <Button look="quiet" size="small" onClick={() => setShowFailed(true)}>
            {t('job.showFailed')}
          </Button>
        </div>
      )}
      {act.isError ? (
        <div className="p-2">
          <FailureNote error={act.error} />
        </div>
      ) : null}
      {showFailed ? <FailedFiles jobId={job.id} onClose={() => setShowFailed(false)} /> : null}
      <JobAnnouncement job={job} />
    </section>
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

/** A job that ends with nothing to decide leaves a sentence and goes. */
function useLeaveWhenClean(job: Job): void {
  const { t } = useTranslation()
  const dismiss = useFollowedJobs((state) => state.dismiss)
  const told = useRef(false)
  useEffect(() => {
    if (job.state !== 'completed' || job.progress.failed > 0 || told.current) return
    told.current = true
    const { ready, unchanged } = job.progress
    const text = ready > 0 ? t('job.completed', { count: ready }) : t('job.unchanged', { count: unchanged })
    showToast({ text })
    dismiss(job.id)
  }, [job, dismiss, t])
}
