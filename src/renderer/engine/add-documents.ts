import { create } from 'zustand'
import type { Job } from '../../contract/jobs.ts'
import { inBatches } from './batches.ts'
import { client, engine } from './client.ts'
import type { Dropped, NamedFile } from './dropped-files.ts'
import { queryClient } from './query-client.ts'
import { useFollowedJobs } from './watch-jobs.ts'

/** Files on their way from the browser to the engine. */
export type Sending = {
  id: number
  libraryId: string
  sent: number
  total: number
  state: 'listing' | 'sending' | 'failed'
  error: unknown
  /** Files that are larger than the limit of the settings and were therefore not sent. */
  tooLarge: readonly string[]
  controller: AbortController
}

type Sendings = { sendings: readonly Sending[] }

/** What only the page knows about an upload: the part that has not reached the engine. */
export const useSendings = create<Sendings>(() => ({ sendings: [] }))

let lastId = 0

function update(id: number, change: Partial<Sending>): void {
  useSendings.setState(({ sendings }) => ({
    sendings: sendings.map((sending) => (sending.id === id ? { ...sending, ...change } : sending)),
  }))
}

export function dropSending(id: number): void {
  useSendings.setState(({ sendings }) => ({ sendings: sendings.filter((sending) => sending.id !== id) }))
}

/** Adds what was dropped to a library: by path where there are paths, otherwise by bytes. Settles when all is handed over. */
export async function addDropped(libraryId: string, dropped: Dropped): Promise<void> {
  if (dropped.paths.length > 0) {
    noteJob(await client.documents.import({ library: libraryId, paths: [...dropped.paths] }))
    return
  }
  lastId += 1
  const id = lastId
  const controller = new AbortController()
  const sending: Sending = {
    id,
    libraryId,
    sent: 0,
    total: 0,
    state: 'listing',
    error: null,
    tooLarge: [],
    controller,
  }
  useSendings.setState(({ sendings }) => ({ sendings: [...sendings, sending] }))
  try {
    const limit = await largestFile()
    const files = await dropped.list()
    const fitting = files.filter((file) => file.size <= limit)
    const tooLarge = files.filter((file) => file.size > limit).map(({ name }) => name)
    update(id, { total: fitting.length, state: 'sending', tooLarge })
    await sendBatches({ id, libraryId, signal: controller.signal }, fitting)
    if (tooLarge.length === 0) dropSending(id)
    else update(id, { sent: fitting.length })
  } catch (error) {
    if (controller.signal.aborted) dropSending(id)
    else update(id, { state: 'failed', error })
  }
}

/** Adds files and folders that the engine can reach by itself. */
export async function addPaths(libraryId: string, paths: readonly string[]): Promise<void> {
  noteJob(await client.documents.import({ library: libraryId, paths: [...paths] }))
}

async function largestFile(): Promise<number> {
  const settings = await queryClient.fetchQuery(engine.settings.get.queryOptions())
  return settings.values.ingest.maximumFileMegabytes * 1_000_000
}

async function sendBatches(
  { id, libraryId, signal }: { id: number; libraryId: string; signal: AbortSignal },
  files: readonly NamedFile[],
): Promise<void> {
  let jobId: string | undefined
  let sent = 0
  for (const part of inBatches(files)) {
    const opened = await Promise.all(part.map((file) => file.open()))
    const job = await client.documents.upload(
      {
        library: libraryId,
        ...(jobId === undefined ? {} : { jobId }),
        files: opened,
        names: part.map(({ name }) => name),
        modifiedAt: opened.map((file) => file.lastModified),
      },
      { signal },
    )
    // The engine answers with another job when the first has finished in the meantime.
    jobId = job.id
    noteJob(job)
    sent += part.length
    update(id, { sent })
  }
}

/** Puts a job that was just made where the views look for it, so that its progress shows at once. */
export function noteJob(job: Job): void {
  queryClient.setQueryData(engine.jobs.get.queryKey({ input: { jobId: job.id } }), job)
  useFollowedJobs.getState().follow([job.id])
}
