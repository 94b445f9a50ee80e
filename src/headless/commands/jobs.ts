import type { Command } from 'commander'
import type { Job } from '../../contract/jobs.ts'
import { addCommonOptions, type CommandContext, type CommandRunner, type CommonOptions } from '../command.ts'
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
    (jobId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => show(await client.jobs.get({ jobId }), { client, context })),
      ),
  )
  addCommonOptions(jobs.command('pause <id>').description('Stop after the files in work; it can go on later')).action(
    (jobId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => show(await client.jobs.pause({ jobId }), { client, context })),
      ),
  )
  addCommonOptions(jobs.command('cancel <id>').description('Stop for good; what has been read stays')).action(
    (jobId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => show(await client.jobs.cancel({ jobId }), { client, context })),
      ),
  )
  addCommonOptions(jobs.command('resume <id>').description('Go on with a paused job, and follow it')).action(
    (jobId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => follow(await client.jobs.resume({ jobId }), { client, context })),
      ),
  )
  addCommonOptions(jobs.command('retry <id>').description('Try the files that failed again, and follow')).action(
    (jobId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => follow(await client.jobs.retry({ jobId }), { client, context })),
      ),
  )
}

type Place = { client: EngineClient; context: CommandContext }

async function follow(started: Job, { client, context }: Place): Promise<Outcome> {
  const job = await followJob(client, started, context.terminal)
  assertJobDone(job)
  await show(job, { client, context })
  return job.progress.failed > 0 ? 'incomplete' : 'ok'
}

async function show(job: Job, { client, context }: Place): Promise<Outcome> {
  const failures = await listFailures(client, job)
  context.result({ ...job, failures }, () => showJobs([job], context))
  if (!context.json) sayFailures(failures, context.terminal)
  return 'ok'
}

function showJobs(jobs: readonly Job[], { terminal }: CommandContext): void {
  if (jobs.length === 0) {
    terminal.print('No jobs.')
    return
  }
  const rows = jobs.map(({ id, label, state, progress, createdAt }) => [
    id,
    state,
    `${progress.ready + progress.unchanged}/${progress.total}`,
    `${progress.failed}`,
    new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    label,
  ])
  for (const line of formatTable(['job', 'state', 'done', 'failed', 'since (UTC)', 'what'], rows)) terminal.print(line)
}
