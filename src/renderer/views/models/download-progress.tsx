import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { isFinished, useFollowedJobs, useJob } from '../../engine/watch-jobs.ts'
import { JobCard } from '../libraries/job-card.tsx'
import { FailedDownload } from './failed-download.tsx'

/** The job that downloads a model, with the ways to pause and stop it, and what became of one that failed. */
export function DownloadProgress({ title }: { title: string }) {
  const ids = useFollowedJobs((state) => state.ids)
  return ids.map((id) => <DownloadCard key={id} jobId={id} title={title} />)
}

/** Forgets the downloads of a model that have ended, because it is downloaded anew. */
export function forgetEndedDownloads(title: string): void {
  const { ids, dismiss } = useFollowedJobs.getState()
  for (const id of ids) {
    const job = queryClient.getQueryData(engine.jobs.get.queryOptions({ input: { jobId: id } }).queryKey)
    if (job?.kind === 'download' && job.label === title && isFinished(job)) dismiss(id)
  }
}

/** A download is called by its model's title. */
function DownloadCard({ jobId, title }: { jobId: string; title: string }) {
  const job = useJob(jobId)
  if (job?.kind !== 'download' || job.label !== title) return null
  const isRefused = job.state === 'completed' && job.progress.failed > 0
  return (
    <div className="pt-2">{isRefused ? <FailedDownload job={job} /> : <JobCard jobId={jobId} libraryId={null} />}</div>
  )
}
