import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../src/contract/jobs.ts'
import { Failure } from '../../src/domain/failure.ts'
import type { JobControl } from '../../src/engine/jobs/job-runner.ts'
import { createJobQueue, type JobQueue } from '../../src/engine/jobs/queue.ts'
import type { StoredJob } from '../../src/engine/store/repositories/jobs.ts'
import { openStore, type Store } from '../../src/engine/store/store.ts'
import { createTelemetry } from '../../src/engine/telemetry/telemetry.ts'
import { eraseLibrary } from '../support/library.ts'
import { noRunner } from '../support/no-runner.ts'

const telemetry = createTelemetry({ level: 'silent' })
const key = randomBytes(32)
let dataFolder: string
let store: Store
let queue: JobQueue | null = null
/** What the runner does; each test sets it. */
let work: (job: StoredJob, control: JobControl) => Promise<void>
let runs: string[] = []

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'diwan-jobs-'))
  store = await openStore({ dataFolder, key, observe: telemetry.observeQuery })
  await store.write('libraries.create', { name: 'docs', now: 1 })
  runs = []
})

afterEach(async () => {
  await queue?.close()
  queue = null
  await store.close()
  rmSync(dataFolder, { recursive: true, force: true })
})

async function startQueue(ofStore: Store = store): Promise<JobQueue> {
  queue = createJobQueue({
    store: ofStore,
    telemetry,
    runners: {
      ingest: {
        run: (job, control) => {
          runs.push(job.label)
          return work(job, control)
        },
      },
      rechunk: noRunner,
      embed: noRunner,
      download: noRunner,
    },
  })
  await queue.start()
  return queue
}

function createJob(label: string, files = 0): Promise<StoredJob> {
  const items = Array.from({ length: files }, (_, index) => ({
    name: `${index}.md`,
    uri: `file:///${index}.md`,
    source: { kind: 'path' as const, path: `/${index}.md` },
    bytes: 100,
    modifiedAt: null,
  }))
  return store.write('jobs.create', {
    kind: 'ingest',
    library: 'docs',
    label,
    payload: '{}',
    listing: false,
    items,
    now: Date.now(),
  })
}

/** Ends one item of a job as the ingestion does, without a document. */
function finish(jobId: string, ordinal: number, error: 'FILE_EMPTY' = 'FILE_EMPTY') {
  const item = { jobId, ordinal }
  return store.write('ingestion.settle', {
    results: [{ item, outcome: 'refused', error, detail: null, original: null }],
    now: Date.now(),
  })
}

async function ended(watched: JobQueue, jobId: string): Promise<Job> {
  let last: Job | null = null
  for await (const { job } of watched.watch(jobId, AbortSignal.timeout(10_000))) last = job
  if (last === null) throw new Error('a watch without events')
  return last
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

describe('LIB-3.progress: watching a job', () => {
  it('sends at most four events a second, and the finished state last', async () => {
    const jobs = await startQueue()
    work = async (job, { live }) => {
      for (let ordinal = 1; ordinal <= 40; ordinal++) {
        await finish(job.id, ordinal)
        live({ current: [`${ordinal}.md`], bytesDone: ordinal * 100 })
        await delay(25)
      }
    }
    const { id } = await createJob('forty files', 40)
    jobs.wake()
    const events: { at: number; job: Job }[] = []
    for await (const { job } of jobs.watch(id)) events.push({ at: performance.now(), job })

    const gaps = events.slice(1).map(({ at }, index) => at - (events[index]?.at ?? 0))
    expect(events.length).toBeGreaterThan(3)
    expect(Math.min(...gaps)).toBeGreaterThan(240)
    expect(events.at(-1)?.job).toMatchObject({ state: 'completed', progress: { failed: 40, total: 40, current: [] } })
    expect(events.slice(0, -1).map(({ job }) => job.state)).not.toContain('completed')
  })

  it('gives a reader that was away the newest state, not those it missed', async () => {
    const jobs = await startQueue()
    work = async (job, { live }) => {
      for (let ordinal = 1; ordinal <= 20; ordinal++) {
        await finish(job.id, ordinal)
        live({ current: [], bytesDone: ordinal * 100 })
        await delay(30)
      }
    }
    const { id } = await createJob('twenty files', 20)
    const events = jobs.watch(id)
    const first = await events.next()
    jobs.wake()
    await delay(1_500)
    const rest = await Array.fromAsync(events)
    expect(first.value).toMatchObject({ job: { state: 'queued' } })
    expect(rest.map(({ job }) => job.state)).toEqual(['completed'])
  })

  it('ends with the finished state even when the job is deleted before the reader looks', async () => {
    const jobs = await startQueue()
    work = (_job, { signal }) => aborted(signal)
    const { id } = await createJob('of a library that goes', 3)
    const events = jobs.watch(id)
    await events.next()
    jobs.wake()
    await delay(50)
    await jobs.cancelLibrary('docs')
    await eraseLibrary(store, 'docs')
    const rest = await Array.fromAsync(events)
    expect(rest.at(-1)).toMatchObject({ job: { id, state: 'cancelled' } })
  })

  it('ends quietly when the reader leaves, and with an error when the engine closes', async () => {
    const jobs = await startQueue()
    work = (_job, { signal }) => aborted(signal)
    const { id } = await createJob('long', 1)
    jobs.wake()
    const leaving = new AbortController()
    const left = Array.fromAsync(jobs.watch(id, leaving.signal))
    const staying = Array.fromAsync(jobs.watch(id))
    staying.catch(() => undefined)
    await delay(100)
    leaving.abort()
    expect((await left).length).toBeGreaterThan(0)
    await jobs.close()
    await expect(staying).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' })
  })

  it('refuses an unknown job by its code', async () => {
    const jobs = await startQueue()
    const jobId = '01938c1e-0000-7000-8000-000000000000'
    await expect(jobs.watch(jobId).next()).rejects.toMatchObject({ code: 'JOB_NOT_FOUND', data: { jobId } })
    await expect(jobs.pause(jobId)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
  })
})

describe('LIB-3.pause, LIB-3.resume: a paused job', () => {
  it('finishes the file in work, begins no more, and goes on where it stopped, never twice at once', async () => {
    const jobs = await startQueue()
    let atOnce = 0
    let most = 0
    work = async (job, { drain }) => {
      most = Math.max(most, ++atOnce)
      for (const { ordinal } of await store.read('jobItems.pending', { jobId: job.id, exclude: [], limit: 100 })) {
        if (drain.aborted) break
        await delay(100)
        await finish(job.id, ordinal)
      }
      atOnce -= 1
    }
    const { id } = await createJob('ten files', 10)
    jobs.wake()
    await delay(150)
    expect((await jobs.pause(id)).state).toBe('paused')
    // While the file in work is being finished, the job is resumed: it must wait for that.
    const resumed = await jobs.resume(id)
    expect(resumed.state).toBe('queued')
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed', progress: { failed: 10 } })
    expect({ runs, most }).toEqual({ runs: ['ten files', 'ten files'], most: 1 })
  })

  it('stays paused over a restart', async () => {
    const jobs = await startQueue()
    work = (_job, { drain }) => aborted(drain)
    const { id } = await createJob('patient', 1)
    jobs.wake()
    await delay(50)
    await jobs.pause(id)
    await jobs.close()
    const next = await startQueue()
    await delay(50)
    expect(await next.get(id)).toMatchObject({ state: 'paused' })
    expect(runs).toEqual(['patient'])
    await expect(next.pause(id)).rejects.toMatchObject({ code: 'JOB_STATE', data: { jobId: id, state: 'paused' } })
  })
})

describe('LIB-3.cancel, LIB-3.retry: a job that is stopped', () => {
  it('puts the work down, keeps what is done, and a retry does only the rest', async () => {
    const jobs = await startQueue()
    work = async (job, { signal }) => {
      await finish(job.id, 1)
      await aborted(signal)
    }
    const { id } = await createJob('three files', 3)
    jobs.wake()
    await delay(100)
    expect(await jobs.cancel(id)).toMatchObject({ state: 'cancelled', progress: { failed: 1, total: 3 } })
    await expect(jobs.cancel(id)).rejects.toMatchObject({ code: 'JOB_STATE' })

    const seen: number[] = []
    work = async (job) => {
      for (const { ordinal } of await store.read('jobItems.pending', { jobId: job.id, exclude: [], limit: 9 })) {
        seen.push(ordinal)
        await finish(job.id, ordinal)
      }
    }
    await jobs.retry(id)
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed', progress: { failed: 3, bytesDone: 300 } })
    // The first had failed, so it is tried again too.
    expect(seen).toEqual([1, 2, 3])
  })

  it('fails with the code of what made it impossible, and can be tried again', async () => {
    const jobs = await startQueue()
    work = async () => {
      throw new Failure('DISK_FULL', {})
    }
    const { id } = await createJob('too much', 1)
    jobs.wake()
    expect(await ended(jobs, id)).toMatchObject({ state: 'failed', error: 'DISK_FULL' })
    work = async (job) => void (await finish(job.id, 1))
    await jobs.retry(id)
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed', error: null })
  })

  it('shows its failure also while the full disk can not take it, and saves it as soon as it can', async () => {
    let full = true
    const refusing: Store = {
      ...store,
      write: (name, input) =>
        full && name === 'jobs.fail' ? Promise.reject(new Failure('DISK_FULL', {})) : store.write(name, input),
    }
    const jobs = await startQueue(refusing)
    work = async () => {
      throw new Failure('DISK_FULL', {})
    }
    const { id } = await createJob('too much', 1)
    jobs.wake()
    expect(await ended(jobs, id)).toMatchObject({ state: 'failed', error: 'DISK_FULL' })
    expect(jobs.health()).toEqual({ status: 'degraded', notice: 'JOB_NOT_SAVED' })
    expect((await store.read('jobs.get', { jobId: id })).state).toBe('running')
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'JOB_STATE' })

    full = false
    work = async (job) => void (await finish(job.id, 1))
    await jobs.retry(id)
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed', error: null })
    expect(jobs.health()).toEqual({ status: 'healthy', notice: null })
  })

  // Catches an engine that cannot be opened to read, and a job shown as running that nobody runs.
  it('starts on a full disk, shows what was interrupted as waiting, and goes on when there is room', async () => {
    const { id } = await createJob('interrupted', 1)
    await store.write('jobs.claim', { now: 2 })
    let full = true
    const refusing: Store = {
      ...store,
      write: (...asked) => (full ? Promise.reject(new Failure('DISK_FULL', {})) : store.write(...asked)),
    }
    work = async (job) => void (await finish(job.id, 1))
    const jobs = await startQueue(refusing)
    expect([(await jobs.get(id)).state, (await store.read('jobs.get', { jobId: id })).state]).toEqual([
      'queued',
      'running',
    ])
    full = false
    jobs.wake()
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed' })
  })

  it('outlives a store that can be neither written nor read, and its failure is saved when it can', async () => {
    let broken = false
    const fault = () => Promise.reject(Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' }))
    const faulty: Store = {
      ...store,
      read: (...asked) => (broken ? fault() : store.read(...asked)),
      write: (...asked) => (broken ? fault() : store.write(...asked)),
    }
    const jobs = await startQueue(faulty)
    work = () => {
      broken = true
      return fault()
    }
    const { id } = await createJob('on a failing disk', 1)
    jobs.wake()
    await expect.poll(() => jobs.health().status).toBe('degraded')
    // What is rejected with nobody waiting for it ends the engine, and fails this test.
    await delay(100)
    await expect(jobs.get(id)).rejects.toMatchObject({ code: 'SQLITE_IOERR' })
    broken = false
    const failed = await jobs.get(id)
    expect(failed).toMatchObject({ state: 'failed', error: 'INTERNAL' })
    work = async (job) => void (await finish(job.id, 1))
    await jobs.retry(id)
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed', error: null })
  })

  it('fails, and does not spin, when its runner leaves work undone', async () => {
    const jobs = await startQueue()
    work = async () => undefined
    const { id } = await createJob('lazy', 1)
    jobs.wake()
    expect(await ended(jobs, id)).toMatchObject({ state: 'failed', error: 'INTERNAL' })
    expect(runs).toHaveLength(1)
  })
})

describe('LIB-3.kill: a queue that is stopped', () => {
  it('puts work down at once when it closes, and takes it up at the next start', async () => {
    const jobs = await startQueue()
    work = (_job, { signal }) => aborted(signal)
    const { id } = await createJob('long', 1)
    jobs.wake()
    await delay(50)
    const start = performance.now()
    await jobs.close()
    expect(performance.now() - start).toBeLessThan(1_000)
    expect((await store.read('jobs.get', { jobId: id })).state).toBe('running')

    work = async (job) => void (await finish(job.id, 1))
    const next = await startQueue()
    expect((await ended(next, id)).state).toBe('completed')
    expect(runs).toEqual(['long', 'long'])
  })

  it('does what was added to a job in the moment it ended', async () => {
    const jobs = await startQueue()
    const { id } = await createJob('growing', 1)
    work = async (job) => {
      for (const { ordinal } of await store.read('jobItems.pending', { jobId: id, exclude: [], limit: 9 })) {
        await finish(id, ordinal)
      }
      if (job.total > 1) return
      const source = { kind: 'path' as const, path: '/late.md' }
      const late = { name: 'late.md', uri: 'file:///late.md', source, bytes: 1, modifiedAt: null }
      await store.write('jobs.addItems', { jobId: id, items: [late] })
    }
    jobs.wake()
    expect(await ended(jobs, id)).toMatchObject({ state: 'completed', progress: { total: 2, failed: 2 } })
  })
})

describe('several jobs', () => {
  it('run beside each other, so that a long one holds up no other, eight at once at most', async () => {
    const jobs = await startQueue()
    let atOnce = 0
    let most = 0
    const gate = Promise.withResolvers<void>()
    work = async (job) => {
      most = Math.max(most, ++atOnce)
      if (job.label !== 'short') await gate.promise
      await finish(job.id, 1)
      atOnce -= 1
    }
    for (let index = 0; index < 7; index++) await createJob(`long ${index}`, 1)
    const short = await createJob('short', 1)
    const last = await createJob('last', 1)
    jobs.wake()
    expect((await ended(jobs, short.id)).state).toBe('completed')
    await delay(50)
    expect(most).toBe(8)
    gate.resolve()
    expect((await ended(jobs, last.id)).state).toBe('completed')
    const { total, items } = await jobs.list({ offset: 0, limit: 2, unfinished: false })
    expect({ total, labels: items.map(({ label }) => label) }).toEqual({ total: 9, labels: ['last', 'short'] })
  })
})
