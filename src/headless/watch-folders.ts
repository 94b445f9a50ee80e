import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { BoundFolder } from '../contract/folders.ts'
import { finishedJobStates, type Job } from '../contract/jobs.ts'
import { usageError } from './command.ts'
import { toCommandError } from './command-error.ts'
import type { Place } from './document-options.ts'
import type { Outcome } from './exit-codes.ts'
import { listFailures, sayFailures } from './follow-job.ts'
import { count, describeProgress } from './format.ts'
import { howToRun } from './installation.ts'
import { toPlainText } from './terminal.ts'

/** How often it is looked whether something came of the folders. */
const lookMs = 500

/**
 * Binds folders to a library, says what comes of them until the person stops it, and leaves them bound: Diwan follows them
 * whenever it runs. Work that is unfinished then goes on by itself.
 */
export async function watchFolders(
  place: Place,
  { library, paths }: { library: string; paths: readonly string[] },
): Promise<Outcome> {
  const { client, context } = place
  const { terminal } = context
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) throw usageError(`Only folders can be watched, and ${path} is a file.`)
  }
  const seen = new Set((await listJobs(place, library)).map(({ id }) => id))
  const folders = []
  for (const path of paths) folders.push(await bindOrFind(place, { library, path }))
  for (const { path } of folders) terminal.say(`Watching ${toPlainText(path)}. Stop with Ctrl-C.`)

  const told: Job[] = []
  while (!terminal.signal.aborted) {
    for (const job of (await listJobs(place, library)).reverse()) {
      if (seen.has(job.id)) continue
      if (!finishedJobStates.includes(job.state)) {
        terminal.progress(describeProgress(job.progress))
        continue
      }
      seen.add(job.id)
      told.push(job)
      await tell(place, job)
    }
    await pause(terminal.signal)
  }
  const bound = await client.folders.list({ library })
  const ids = new Set(folders.map(({ id }) => id))
  context.result({ folders: bound.filter(({ id }) => ids.has(id)), jobs: told }, () => {
    terminal.say('Stopped watching here. The folders stay bound and are followed whenever Diwan runs.')
    terminal.say(`Unbind one with: ${howToRun('libraries unbind LIBRARY FOLDER')}`)
  })
  return 'ok'
}

/** One that the library follows already is watched as it is. */
async function bindOrFind(
  { client }: Place,
  { library, path }: { library: string; path: string },
): Promise<BoundFolder> {
  try {
    return await client.folders.follow({ library, path })
  } catch (error) {
    if (toCommandError(error).complaint.code !== 'FOLDER_OVERLAPS') throw error
    const same = (await client.folders.list({ library })).find((folder) => folder.path === path)
    if (same === undefined) throw error
    return same
  }
}

/** The library's latest jobs, newest first. */
async function listJobs({ client }: Place, library: string): Promise<Job[]> {
  const { items } = await client.jobs.list({ limit: 50 })
  return items.filter(({ libraryId }) => libraryId === library)
}

async function tell({ client, context }: Place, job: Job): Promise<void> {
  const { ready, unchanged, failed } = job.progress
  const what = `${count(ready, 'document')} read, ${unchanged} unchanged, ${failed} failed`
  if (!context.json) context.terminal.print(`${toPlainText(job.label)}: ${what}.`)
  sayFailures(await listFailures(client, job), { jobId: job.id, terminal: context.terminal })
}

/** Ends early, without a throw, when the person stops the command. */
async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(lookMs, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
