import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finishedJobStates, type Job, type JobItem, type JobState } from '../../src/contract/jobs.ts'
import { Settings } from '../../src/contract/settings.ts'
import { createRechunking, type Rechunking } from '../../src/engine/ingest/chunking/rechunk.ts'
import { createIngest, type Ingest } from '../../src/engine/ingest/ingest.ts'
import type { MemoryUse } from '../../src/engine/ingest/running/memory.ts'
import type { Clock } from '../../src/engine/jobs/clock.ts'
import { createJobQueue, type JobQueue } from '../../src/engine/jobs/queue.ts'
import type { AddressKind } from '../../src/engine/net/addresses.ts'
import { createNet } from '../../src/engine/net/net.ts'
import type { Resolve } from '../../src/engine/net/resolve.ts'
import { prepareDataFolder } from '../../src/engine/store/data-folder.ts'
import { openStore, type Store } from '../../src/engine/store/store.ts'
import { createTelemetry, type LogLevel, type Telemetry } from '../../src/engine/telemetry/telemetry.ts'
import { noRunner } from './no-runner.ts'

export type IngestSettings = Settings['ingest']

export type TestIngest = {
  store: Store
  telemetry: Telemetry
  dataFolder: string
  key: Uint8Array
  ingest: Ingest
  rechunking: Rechunking
  queue: JobQueue
  /** Changes take effect with the next job. */
  settings: IngestSettings
  /** Changes take effect with the next call. */
  network: Settings['network']
  /** Ends store, ingest and queue in good order; the data folder stays. */
  close(): Promise<void>
  isClosed(): boolean
} & AsyncDisposable

/**
 * The rooms that ingestion needs, on a data folder of their own or on the given one, wired as the engine wires them.
 */
export async function openTestIngest(
  options: {
    dataFolder?: string
    key?: Uint8Array
    logLevel?: LogLevel
    logDestination?: (line: string) => void
    clock?: Clock
    memory?: () => MemoryUse
    resolve?: Resolve
    judge?: (address: string) => AddressKind
  } = {},
): Promise<TestIngest> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'diwan-ingest-'))
  const key = options.key ?? randomBytes(32)
  const { clock, memory, resolve, judge, logDestination: destination } = options
  const level = options.logLevel ?? 'silent'
  const telemetry = createTelemetry({ level, ...(destination === undefined ? {} : { destination }) })
  const { ingest: settings, network } = Settings.parse({})
  prepareDataFolder(dataFolder)
  const store = await openStore({ dataFolder, key, observe: telemetry.observeQuery })
  const net = createNet({
    telemetry,
    version: 'test',
    settings: async () => network,
    ...(resolve === undefined ? {} : { resolve }),
    ...(judge === undefined ? {} : { judge }),
  })
  const ingest = createIngest({
    ...{ store, telemetry, dataFolder, key, net },
    settings: async () => settings,
    ...(clock === undefined ? {} : { clock }),
    ...(memory === undefined ? {} : { memory }),
  })
  const rechunking = createRechunking({ store, telemetry })
  const queue = createJobQueue({
    ...{ store, telemetry },
    runners: { ingest: ingest.runner, rechunk: rechunking.runner, embed: noRunner, download: noRunner },
  })
  await queue.start()
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await queue.close()
    await ingest.close()
    await rechunking.close()
    await net.close()
    await store.close()
  }
  return {
    ...{ store, telemetry, dataFolder, key, ingest, rechunking, queue, settings, network, close },
    isClosed: () => closed,
    async [Symbol.asyncDispose]() {
      await close()
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Makes a job of paths, in a library that must exist, and starts it. */
export async function importPaths(
  rooms: TestIngest,
  paths: readonly string[],
  options: { library?: string; format?: 'files' | 'beir' } = {},
): Promise<Job> {
  const { library = 'docs', format = 'files' } = options
  const job = await rooms.ingest.importPaths({ library, paths, format })
  rooms.queue.wake()
  return rooms.queue.get(job.id)
}

/** The job when it has finished, or reached the given state. */
export async function waitForJob(
  rooms: TestIngest,
  jobId: string,
  { state, minutes = 5 / 6 }: { state?: JobState; minutes?: number } = {},
): Promise<Job> {
  const deadline = AbortSignal.timeout(minutes * 60_000)
  for await (const { job } of rooms.queue.watch(jobId, deadline)) {
    if (state === undefined ? finishedJobStates.includes(job.state) : job.state === state) return job
  }
  throw new Error(`job ${jobId} has not reached ${state ?? 'its end'}: ${JSON.stringify(await rooms.queue.get(jobId))}`)
}

/** What the job did with each file: name → state, or the code of a failed one. */
export async function outcomesOf(rooms: TestIngest, jobId: string): Promise<Record<string, string>> {
  const items: JobItem[] = []
  for (let offset = 0; ; offset += 500) {
    const page = await rooms.store.read('jobItems.list', { jobId, offset, limit: 500 })
    items.push(...page.items)
    if (items.length >= page.total || page.items.length === 0) break
  }
  return Object.fromEntries(
    items
      .map(({ name, state, error }): [string, string] => [name, error ?? state])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
