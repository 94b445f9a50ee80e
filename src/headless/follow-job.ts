import type { FileErrorCode } from '../contract/errors.ts'
import { finishedJobStates, type Job, type JobItem } from '../contract/jobs.ts'
import { CommandError, toCommandError } from './command-error.ts'
import { count, describeProgress } from './format.ts'
import { howToRun } from './installation.ts'
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
  FILE_TYPE_LEGACY: 'its format is one of Office before 2007; save it as DOCX, XLSX or PPTX',
  FILE_ENCRYPTED: 'it is encrypted or protected by a password',
  FILE_DAMAGED: 'it is damaged or cut off',
  FILE_CHANGED: 'it changed while it was read',
  FILE_NO_TEXT: 'it holds no text',
  ARCHIVE_LIMIT: 'it unpacks to far more than it should',
  XML_ENTITIES: 'it defines XML entities, which documents have no use for',
  READ_TIMEOUT: 'reading it took longer than the setting ingest.readTimeoutSeconds allows',
  READ_MEMORY: 'reading it took too much memory',
  READ_CRASHED: 'its reader crashed',
  URL_OFFLINE: 'the setting network.offline is on',
  URL_PRIVATE:
    'it leads to this machine or its private network, which the setting network.privateAddresses does not allow',
  URL_UNREACHABLE: 'it could not be reached',
  URL_REFUSED: 'its server answered with an error',
  MODEL_FAILED: 'the embedding model does not take it; its words are found all the same',
  MODEL_BUDGET: 'a budget does not allow the embedding model, or its price is not known; it is tried again',
}

export type Failure = { name: string; uri: string; code: FileErrorCode | null }

const pageSize = 500

/**
 * Shows a job's progress until it ends or is paused, and returns its last state. When the person stops the command, the
 * job is paused, so that it can go on later; throws `CommandError` (interrupted) then. A host that dies meanwhile leaves
 * the job for the next one; throws `CommandError` (refused) then.
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
    if (!terminal.signal.aborted) throw keptOrOther(error, job.id)
  } finally {
    terminal.endProgress()
  }
  // A stream that was stopped may end like one that is over, or throw, depending on what carries it.
  if (terminal.signal.aborted) throw await pauseJob(client, job.id)
  if (finishedJobStates.includes(latest.state)) return latest
  return client.jobs.get({ jobId: job.id }).catch((error: unknown) => {
    throw keptOrOther(error, job.id)
  })
}

function keptOrOther(error: unknown, jobId: string): unknown {
  if (toCommandError(error).complaint.code !== 'ENGINE_UNAVAILABLE') return error
  return new CommandError(
    'refused',
    {
      code: 'ENGINE_UNAVAILABLE',
      message:
        'The Diwan that was reading the files has stopped. The job is kept: it goes on when this data folder is next opened.',
      nextStep: `Open it and follow the job with: ${howToRun(`jobs resume ${jobId}`)}`,
      data: { jobId },
    },
    { cause: error },
  )
}

async function pauseJob(client: EngineClient, jobId: string): Promise<CommandError> {
  const { state } = await client.jobs.pause({ jobId }).catch(() => client.jobs.get({ jobId }))
  return new CommandError('interrupted', {
    code: 'INTERRUPTED',
    message: state === 'completed' ? 'Stopped.' : 'Stopped. What has been read is kept.',
    nextStep: state === 'completed' ? undefined : `Go on with: ${howToRun(`jobs resume ${jobId}`)}`,
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

/** With `jobId`, also says where they can be seen again: files that could not even be listed are no documents. */
export function sayFailures(
  failures: readonly Failure[],
  { terminal, jobId }: { terminal: Terminal; jobId?: string },
): void {
  if (failures.length === 0) return
  terminal.say(`${count(failures.length, 'file')} could not be read:`)
  for (const failure of failures) {
    terminal.say(`  ${toPlainText(failure.name).replaceAll('\n', ' ')}: ${describeFailure(failure)}`)
  }
  if (jobId !== undefined) terminal.say(`See them again with: ${howToRun(`jobs show ${jobId}`)}`)
}

function describeFailure({ code, uri }: Failure): string {
  if (code === null) return 'for no known reason'
  return `${isText(uri) ? fileErrors[code] : 'its name is not text in UTF-8; give it another'} (${code})`
}

/** False for the address of a file whose name has bytes that are not UTF-8. */
function isText(uri: string): boolean {
  try {
    decodeURIComponent(uri)
    return true
  } catch {
    return false
  }
}

/** Throws when the job as a whole did not do its work. */
export function assertJobDone(job: Job): void {
  if (job.state === 'completed') return
  if (job.state === 'failed' && job.error === 'DISK_FULL') {
    throw new CommandError('refused', {
      code: 'DISK_FULL',
      message: 'The disk is full. What has been read is kept.',
      nextStep: `Free some space, then go on with: ${howToRun(`jobs retry ${job.id}`)}`,
      data: { jobId: job.id },
    })
  }
  if (job.state === 'failed') {
    throw new CommandError('internal', {
      code: job.error ?? 'JOB_FAILED',
      message: `Reading the files failed as a whole${job.error ? ` (${job.error})` : ''}.`,
      nextStep: `Try again with: ${howToRun(`jobs retry ${job.id}`)}`,
      data: { jobId: job.id },
    })
  }
  throw new CommandError('refused', {
    code: 'JOB_STATE',
    message: `The job was ${job.state} by somebody else.`,
    nextStep: `See "${howToRun(`jobs show ${job.id}`)}".`,
    data: { jobId: job.id, state: job.state },
  })
}
