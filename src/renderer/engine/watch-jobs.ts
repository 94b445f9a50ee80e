import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { finishedJobStates, type Job } from '../../contract/jobs.ts'
import { client, engine } from './client.ts'
import { toFailure } from './failure.ts'
import { queryClient } from './query-client.ts'

/** Milliseconds between looks for jobs that somebody else started, and between refreshes of what a job changes. */
const look = 4_000
const refreshEvery = 1_500

type Followed = {
  /** Jobs that this page has seen at work and that the person has not sent away, oldest first. */
  ids: readonly string[]
  follow(ids: readonly string[]): void
  dismiss(id: string): void
}

/**
 * Which jobs the page shows. What they have done is in their queries. Kept in the browser's own storage, so that a job
 * that failed is still told after a reload.
 */
export const useFollowedJobs = create<Followed>()(
  persist(
    (set) => ({
      ids: [],
      follow: (found) =>
        set(({ ids }) => {
          const fresh = found.filter((id) => !ids.includes(id))
          return fresh.length === 0 ? { ids } : { ids: [...ids, ...fresh] }
        }),
      dismiss: (id) => set(({ ids }) => ({ ids: ids.filter((other) => other !== id) })),
    }),
    { name: 'diwan-jobs', version: 1, partialize: ({ ids }) => ({ ids }) },
  ),
)

export function isFinished(job: Job): boolean {
  return finishedJobStates.includes(job.state)
}

/** Finds jobs at work, whoever started them. Runs once, at the top of the page. */
export function useFindJobs(): void {
  const follow = useFollowedJobs((state) => state.follow)
  const { data } = useQuery({
    ...engine.jobs.list.queryOptions({ input: { unfinished: true, limit: 50 } }),
    refetchInterval: look,
  })
  useEffect(() => {
    if (data !== undefined) follow(data.items.map(({ id }) => id).toReversed())
  }, [data, follow])
}

/** A job, kept up to date from its event stream as long as a view shows it. */
export function useJob(jobId: string): Job | undefined {
  const key = engine.jobs.get.queryOptions({ input: { jobId } })
  const { data, error } = useQuery({ ...key, staleTime: 0 })
  // Ended long ago, or of another data folder behind the same address.
  const gone = error !== null && toFailure(error).code === 'JOB_NOT_FOUND'
  useEffect(() => {
    if (gone) useFollowedJobs.getState().dismiss(jobId)
  }, [gone, jobId])
  const atWork = data !== undefined && !isFinished(data)
  useEffect(() => {
    if (!atWork) return
    const controller = new AbortController()
    void follow(jobId, controller.signal)
    return () => controller.abort()
  }, [atWork, jobId])
  const finished = data !== undefined && isFinished(data)
  useEffect(() => {
    if (finished) refreshWhatJobsChange()
  }, [finished])
  return data
}

async function follow(jobId: string, signal: AbortSignal): Promise<void> {
  const { queryKey } = engine.jobs.get.queryOptions({ input: { jobId } })
  try {
    for await (const { job } of await client.jobs.watch({ jobId }, { signal })) {
      queryClient.setQueryData(queryKey, job)
      if (!isFinished(job)) refreshSoon()
    }
  } catch {
    // Stopped by the view, or the channel is lost: the banner says so, and the job is asked for again when it is back.
    if (!signal.aborted) void queryClient.invalidateQueries({ queryKey })
  }
}

let refreshTimer: ReturnType<typeof setTimeout> | null = null

/** However many jobs are at work, what they change is asked for once in a while. */
function refreshSoon(): void {
  refreshTimer ??= setTimeout(refreshWhatJobsChange, refreshEvery)
}

export function refreshWhatJobsChange(): void {
  if (refreshTimer !== null) clearTimeout(refreshTimer)
  refreshTimer = null
  void queryClient.invalidateQueries({ queryKey: engine.libraries.key() })
  void queryClient.invalidateQueries({ queryKey: engine.documents.list.key() })
  void queryClient.invalidateQueries({ queryKey: engine.models.key() })
}
