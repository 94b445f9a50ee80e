import type { FileErrorCode } from '../contract/errors.ts'
import { finishedJobStates, type Job, type JobItem } from '../contract/jobs.ts'
import { CommandError } from './command-error.ts'
import { count, describeProgress } from './format.ts'
import type { EngineClient } from './join.ts'
import { type Terminal, toPlainText } from './terminal.ts'

/** What each code means, for people. */
const fileErrors: Readonly<Record<FileErrorCode, string>> = {
  FILE_NOT_FOUND: 'it is no longer there',
  FILE_UNREADABLE: 'it may not be read',
  FILE_NOT_REGULAR: 'it is not a regular file',
  FILE_EMPTY: 'it is empty',
  FILE_TOO_LARGE: 'it is larger than the setting ingest.maximumFileMegabytes allows',
  FILE_TYPE_UNSUPPORTED: 'its format is not one that Diwan reads',
  FILE_ENCRYPTED: 'it is protected by a password',
  FILE_DAMAGED: 'it is damaged or cut off',
  FILE_CHANGED: 'it changed while it was read',
  FILE_NO_TEXT: 'it holds no text',
  ARCHIVE_LIMIT: 'it unpacks to far more than it should',
  XML_ENTITIES: 'it defines XML entities, which documents have no use for',
  READ_TIMEOUT: 'reading it took longer than the setting ingest.readTimeoutSeconds allows',
  READ_MEMORY: 'reading it took too much memory',
  READ_CRASHED: 'its reader crashed',
}

export type Failure = { name: string; uri: string; code: FileErrorCode | null }

const pageSize = 500

/**
 * Shows a job's progress until it ends or is paused, and returns its last state. When the person stops the command, the
 * job is paused, so that it can go on later; throws `CommandError` (interrupted) then.
 */
export async function followJob(client: EngineClient, job: Job, terminal: Terminal): Promise<Job> {
  let latest = job
  try {
    for await (const event of await client.jobs.watch({ jobId: job.id }, { signal: terminal.signal })) {
      latest = event.job
      terminal.progress(describeProgress(latest.progress))
      if (latest.state === 'paused') break
    }
  } catch (error) {
    if (!terminal.signal.aborted) throw error
  } finally {
    terminal.endProgress()
  }
  // A stream that was stopped may end like one that is over, or throw, depending on what carries it.
  if (terminal.signal.aborted) throw await pauseJob(client, job.id)
  return finishedJobStates.includes(latest.state) ? latest : client.jobs.get({ jobId: job.id })
}

async function pauseJob(client: EngineClient, jobId: string): Promise<CommandError> {
  const { state } = await client.jobs.pause({ jobId }).catch(() => client.jobs.get({ jobId }))
  return new CommandError('interrupted', {
    code: 'INTERRUPTED',
    message: state === 'completed' ? 'Stopped.' : 'Stopped. What has been read is kept.',
    nextStep: state === 'completed' ? undefined : `Go on with: diwan jobs resume ${jobId}`,
    data: { jobId, state },
  })
}

export async function listFailures(client: EngineClient, job: Job): Promise<Failure[]> {
  const failures: Failure[] = []
  while (failures.length < job.progress.failed) {
    const { items } = await client.jobs.items({
      jobId: job.id,
      state: 'failed',
      offset: failures.length,
      limit: pageSize,
    })
    if (items.length === 0) break
    failures.push(...items.map(({ name, uri, error }: JobItem) => ({ name, uri, code: error })))
  }
  return failures
}

export function sayFailures(failures: readonly Failure[], terminal: Terminal): void {
  if (failures.length === 0) return
  terminal.say(`${count(failures.length, 'file')} could not be read:`)
  for (const { name, code } of failures) {
    terminal.say(
      `  ${toPlainText(name).replaceAll('\n', ' ')}: ${code ? `${fileErrors[code]} (${code})` : 'for no known reason'}`,
    )
  }
}

/** Throws when the job as a whole did not do its work. */
export function assertJobDone(job: Job): void {
  if (job.state === 'completed') return
  if (job.state === 'failed') {
    throw new CommandError('internal', {
      code: job.error ?? 'JOB_FAILED',
      message: `Reading the files failed as a whole${job.error ? ` (${job.error})` : ''}.`,
      nextStep: `Try again with: diwan jobs retry ${job.id}`,
      data: { jobId: job.id },
    })
  }
  throw new CommandError('refused', {
    code: 'JOB_STATE',
    message: `The job was ${job.state} by somebody else.`,
    nextStep: `See "diwan jobs show ${job.id}".`,
    data: { jobId: job.id, state: job.state },
  })
}
