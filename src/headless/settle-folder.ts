import { setTimeout as delay } from 'node:timers/promises'
import type { BoundFolder } from '../contract/folders.ts'
import { finishedJobStates, type Job } from '../contract/jobs.ts'
import type { Place } from './document-options.ts'
import { type Failure, listFailures, sayFailures } from './follow-job.ts'
import { describeProgress } from './format.ts'

const lookMs = 200

/** A folder when it stands as the library has it, and what came of its files meanwhile. */
export type SettledFolder = { folder: BoundFolder; jobs: Job[]; failures: Failure[] }

/**
 * Waits until a folder has been compared with the library and what is new in it was read: a command that ends earlier would
 * take the engine away from under it. When the person stops the command, the rest is done when Diwan next runs; throws the
 * signal's reason then.
 */
export async function settleFolder(
  place: Place,
  started: BoundFolder,
  work: (place: Place) => Promise<unknown> = async () => undefined,
): Promise<SettledFolder> {
  const { client, context } = place
  const { terminal } = context
  const before = new Set((await listJobs(place, started.libraryId)).map(({ id }) => id))
  await work(place)
  for (;;) {
    const folder = (await client.folders.list({ library: started.libraryId })).find(({ id }) => id === started.id)
    if (folder === undefined) throw new Error('the folder was unbound by somebody else')
    const jobs = (await listJobs(place, started.libraryId)).filter(({ id }) => !before.has(id))
    const atWork = jobs.find(({ state }) => !finishedJobStates.includes(state))
    if (isCompared(folder, started) && atWork === undefined) {
      terminal.endProgress()
      const failures = (await Promise.all(jobs.map((job) => listFailures(client, job)))).flat()
      sayFailures(failures, { terminal })
      return { folder, jobs, failures }
    }
    terminal.progress(atWork === undefined ? 'Comparing the folder…' : describeProgress(atWork.progress))
    await delay(lookMs, undefined, { signal: terminal.signal })
  }
}

/** Since `before` was told, or as far as it can be: one that is missing or paused is not compared. */
function isCompared(folder: BoundFolder, before: BoundFolder): boolean {
  if (folder.state === 'watching') return folder.reconciledAt !== before.reconciledAt
  return folder.state !== 'scanning'
}

/** The library's latest jobs, newest first. */
async function listJobs({ client }: Place, library: string): Promise<Job[]> {
  const { items } = await client.jobs.list({ limit: 50 })
  return items.filter(({ libraryId }) => libraryId === library)
}
