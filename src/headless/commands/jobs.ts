import { ORPCError } from '@orpc/client'
import type { Command } from 'commander'
import { Id } from '../../contract/common.ts'
import { errorCodes } from '../../contract/errors.ts'
import { type Job, type JobItem, JobPriority } from '../../contract/jobs.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readChoice,
} from '../command.ts'
import { toCommandError } from '../command-error.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, followJob, listFailures, sayFailures } from '../follow-job.ts'
import { formatTable } from '../format.ts'
import type { EngineClient } from '../join.ts'

export function registerJobs(program: Command, run: CommandRunner): void {
  const jobs = program.command('jobs').description('Work that takes a while: reading files')

  addCommonOptions(
    jobs
      .command('list', { isDefault: true })
      .description('The latest hundred jobs, newest first')
      .option('--unfinished', 'only those that are not at an end'),
  ).action((options: CommonOptions & { unfinished?: boolean }) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const list = await client.jobs.list({ unfinished: options.unfinished ?? false, limit: 100 })
        context.result(list, () => showJobs(list.items, context))
        return 'ok'
      }),
    ),
  )
  addCommonOptions(jobs.command('show <id>').description('One job, with the files that failed')).action(
    (typed: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => show(await client.jobs.get(readJobId(typed)), { client, context })),
      ),
  )
  addCommonOptions(jobs.command('pause <id>').description('Stop after the files in work; it can go on later')).action(
    (typed: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => show(await client.jobs.pause(readJobId(typed)), { client, context })),
      ),
  )
  addCommonOptions(
    jobs.command('prioritise <id> <priority>').description('Work on a job sooner or later: high, normal or low'),
  ).action((typed: string, priority: string, options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const wanted = readChoice('The priority', priority, JobPriority.options)
        return show(await client.jobs.prioritise({ ...readJobId(typed), priority: wanted }), { client, context })
      }),
    ),
  )
  addCommonOptions(jobs.command('cancel <id>').description('Stop for good; what has been read stays')).action(
    (typed: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => show(await client.jobs.cancel(readJobId(typed)), { client, context })),
      ),
  )
  addCommonOptions(jobs.command('resume <id>').description('Go on with a paused job, and follow it')).action(
    (typed: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) =>
          follow(await restart('resume', readJobId(typed), client), { client, context }),
        ),
      ),
  )
  addCommonOptions(jobs.command('retry <id>').description('Try the files that failed again, and follow')).action(
    (typed: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) =>
          follow(await restart('retry', readJobId(typed), client), { client, context }),
        ),
      ),
  )
}

type Place = { client: EngineClient; context: CommandContext }

/** What is no id names no job, and is not worth a call that explains what an id looks like. */
function readJobId(typed: string): { jobId: string } {
  const jobId = typed.trim().toLowerCase()
  if (Id.safeParse(jobId).success) return { jobId }
  throw toCommandError(new ORPCError('JOB_NOT_FOUND', { message: errorCodes.JOB_NOT_FOUND.message, data: { jobId } }))
}

/** Puts a job to work; one that is at work already, because opening the data folder was enough, is taken as it is. */
async function restart(how: 'resume' | 'retry', reference: { jobId: string }, client: EngineClient): Promise<Job> {
  try {
    return await client.jobs[how](reference)
  } catch (error) {
    if (toCommandError(error).complaint.code !== 'JOB_STATE') throw error
    const job = await client.jobs.get(reference)
    if (job.state === 'queued' || job.state === 'running') return job
    // The disk is so full that not even the job's failure could be written down.
    if (job.error === 'DISK_FULL') assertJobDone(job)
    throw error
  }
}

async function follow(started: Job, { client, context }: Place): Promise<Outcome> {
  const job = await followJob(client, started, context.terminal)
  assertJobDone(job)
  await show(job, { client, context })
  return job.progress.failed > 0 ? 'incomplete' : 'ok'
}

async function show(job: Job, { client, context }: Place): Promise<Outcome> {
  const failures = await listFailures(client, job)
  const waiting = await listWaiting(client, job)
  context.result({ ...job, failures, waiting }, () => showJobs([job], context))
  if (context.json) return 'ok'
  sayFailures(failures, context)
  for (const { name, error, retryAt } of waiting) {
    context.terminal.say(`${name}: tried again at ${new Date(retryAt ?? 0).toISOString().slice(11, 19)} UTC (${error})`)
  }
  return 'ok'
}

/** Files that are tried again after a failure that may pass; the first few hundred that are pending tell of them. */
async function listWaiting(client: EngineClient, job: Job): Promise<JobItem[]> {
  if (job.state !== 'running') return []
  const { items } = await client.jobs.items({ jobId: job.id, state: 'pending', limit: 500 })
  return items.filter(({ retryAt }) => retryAt !== null)
}

function showJobs(jobs: readonly Job[], { terminal }: CommandContext): void {
  if (jobs.length === 0) {
    terminal.print('No jobs.')
    return
  }
  const rows = jobs.map(({ id, label, state, error, priority, progress, createdAt }) => [
    id,
    error === null ? state : `${state} (${error})`,
    priority,
    `${progress.ready + progress.unchanged}/${progress.total}`,
    `${progress.failed}`,
    new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    label,
  ])
  for (const line of formatTable(['job', 'state', 'priority', 'done', 'failed', 'since (UTC)', 'what'], rows))
    terminal.print(line)
}
