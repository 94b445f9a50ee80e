import { useSendings } from '../../engine/add-documents.ts'
import { useFollowedJobs } from '../../engine/watch-jobs.ts'
import { JobCard } from './job-card.tsx'
import { SendingCard } from './sending-card.tsx'

/** Work on documents, where the person is: of one library, or of all. Nothing when there is none. */
export function JobStrip({ libraryId }: { libraryId?: string }) {
  const ids = useFollowedJobs((state) => state.ids)
  const sendings = useSendings((state) => state.sendings)
  const shown = sendings.filter((sending) => libraryId === undefined || sending.libraryId === libraryId)
  return (
    <div className="flex flex-col gap-2 empty:hidden [&:not(:empty)]:mb-3">
      {shown.map((sending) => (
        <SendingCard key={sending.id} sending={sending} />
      ))}
      {ids.map((id) => (
        <JobCard key={id} jobId={id} libraryId={libraryId ?? null} />
      ))}
    </div>
  )
}
