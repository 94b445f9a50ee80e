import { useFollowedJobs, useJob } from '../../engine/watch-jobs.ts'
import { JobCard } from '../libraries/job-card.tsx'

/** The job that downloads a model, with the ways to pause and stop it, under the model itself. */
export function DownloadProgress({ title }: { title: string }) {
  const ids = useFollowedJobs((state) => state.ids)
  return (
    <div className="pt-2">
      {ids.map((id) => (
        <DownloadCard key={id} jobId={id} title={title} />
      ))}
    </div>
  )
}

/** A download is called by its model's title. */
function DownloadCard({ jobId, title }: { jobId: string; title: string }) {
  const job = useJob(jobId)
  return job?.kind === 'download' && job.label === title ? <JobCard jobId={jobId} libraryId={null} /> : null
}
