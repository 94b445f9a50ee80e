import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import type { Contract } from '../../src/contract/contract.ts'
import { finishedJobStates, type Job } from '../../src/contract/jobs.ts'
import { createEngine, type Engine, type EngineOptions } from '../../src/engine/engine.ts'
import type { EngineRouter } from '../../src/engine/handlers/router.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type TestEngine = {
  engine: Engine
  client: ReturnType<typeof clientOf>
  dataFolder: string
  /** Log lines, as objects. */
  log: Record<string, unknown>[]
  close(): Promise<void>
}

/** The type is named, since the one that would be inferred is longer than the compiler writes out. */
export function clientOf(router: EngineRouter): ContractRouterClient<Contract> {
  const context = { door: 'direct', reqHeaders: { get: () => null } } as const
  return createRouterClient(router, { context }) as unknown as ContractRouterClient<Contract>
}

/** A whole engine on a folder of its own, or on the given one; closed when the running test ends. */
export async function openTestEngine(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const opened = await startTestEngine(options)
  onTestFinished(opened.close)
  return opened
}

/** The same for all tests of a file, which keep to libraries of their own: a start takes more than most of them. */
export function shareTestEngine(
  prepare: (opened: TestEngine) => Promise<void> = async () => undefined,
  options: Partial<EngineOptions> = {},
): {
  readonly client: TestEngine['client']
  readonly engine: Engine
  /** Puts it down and opens its folder again: clients from before answer no more. */
  restart(): Promise<void>
} {
  let shared: TestEngine | null = null
  const opened = () => {
    if (shared === null) throw new Error('the engine is there while a test runs')
    return shared
  }
  beforeAll(async () => {
    const dataFolder = join(mkdtempSync(join(tmpdir(), 'diwan-engine-')), 'data')
    shared = await startTestEngine({ ...options, dataFolder })
    await prepare(shared)
  })
  afterAll(async () => {
    const { close, dataFolder } = opened()
    await close()
    rmSync(dirname(dataFolder), { recursive: true, force: true })
  })
  return {
    get client() {
      return opened().client
    },
    get engine() {
      return opened().engine
    },
    async restart() {
      const { close, dataFolder } = opened()
      await close()
      shared = await startTestEngine({ ...options, dataFolder })
    },
  }
}

async function startTestEngine(options: Partial<EngineOptions>): Promise<TestEngine> {
  const log: Record<string, unknown>[] = []
  const dataFolder = options.dataFolder ?? join(temporaryFolder(), 'data')
  const engine = await createEngine({
    version: '0.0.0-test',
    secretStore: null,
    passphrase: null,
    logDestination: (line) => void log.push(JSON.parse(line)),
    ...options,
    dataFolder,
  })
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= engine.close()
    return closing
  }
  return { engine, client: clientOf(engine.router), dataFolder, log, close }
}

type Client = TestEngine['client']

/** The job at its end. */
export async function endOfJob(client: Client, job: Job | null): Promise<Job> {
  if (job === null) throw new Error('there is no job')
  let latest = job
  for await (const event of await client.jobs.watch({ jobId: job.id })) latest = event.job
  if (!finishedJobStates.includes(latest.state)) throw new Error(`the job is ${latest.state}`)
  return latest
}

/** Follows all jobs to their end, those that others make as well. */
export async function endOfJobs(client: Client): Promise<void> {
  for (;;) {
    const { items } = await client.jobs.list({ unfinished: true })
    const [job] = items
    if (job === undefined) return
    await endOfJob(client, job)
  }
}

/** Adds a text to a library and follows the jobs that this makes. */
export async function addText(client: Client, library: string, input: { name: string; text: string }): Promise<void> {
  const job = await client.documents.addText({ library, ...input })
  await endOfJob(client, job)
  await endOfJobs(client)
}
