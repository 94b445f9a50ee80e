import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../src/contract/jobs.ts'
import { importPaths, openTestIngest, outcomesOf, type TestIngest, waitForJob } from '../support/ingest.ts'
import { eraseLibrary } from '../support/library.ts'
import { shareIngest } from '../support/shared-ingest.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { checkStore } from '../support/store-check.ts'

const shared = shareIngest()
let rooms: TestIngest
let folder: string
beforeEach(() => {
  ;({ rooms, folder } = shared)
})

/** A folder of Markdown files that take a few milliseconds each. */
function fill(name: string, files: number, paragraphs = 30): string {
  const path = join(folder, name)
  mkdirSync(path)
  for (let index = 0; index < files; index++) {
    const text = Array.from({ length: paragraphs }, (_, line) => `Paragraph ${line} of ${name} ${index}, word${index}.`)
    writeFileSync(join(path, `${index}.md`), `# ${name} ${index}\n\n${text.join('\n\n')}\n`)
  }
  return path
}

/** The job as soon as this many of its files are done. */
async function atLeast(jobId: string, files: number): Promise<Job> {
  for (;;) {
    const job = await rooms.queue.get(jobId)
    const { ready, failed, unchanged } = job.progress
    if (ready + failed + unchanged >= files || job.state === 'completed') return job
    await delay(5)
  }
}

async function countDocuments(library = 'docs'): Promise<number> {
  return (await rooms.store.read('libraries.get', { library })).documents.ready
}

describe('a real ingestion under a person’s hand', () => {
  it('LIB-3.pause, LIB-3.resume: stands still while paused and completes afterwards', async () => {
    const job = await importPaths(rooms, [fill('many', 150)])
    await atLeast(job.id, 10)
    await rooms.queue.pause(job.id)
    await delay(300)
    const still = await rooms.queue.get(job.id)
    await delay(300)
    expect(await rooms.queue.get(job.id)).toEqual(still)
    expect(still).toMatchObject({ state: 'paused', progress: { current: [], bytesPerSecond: null } })
    expect(await countDocuments()).toBe(still.progress.ready)
    expect(still.progress.ready).toBeLessThan(150)

    await rooms.queue.resume(job.id)
    expect(await waitForJob(rooms, job.id)).toMatchObject({
      state: 'completed',
      progress: { total: 150, ready: 150, failed: 0, unchanged: 0 },
    })
    expect(await countDocuments()).toBe(150)
  })

  it('LIB-3.cancel, LIB-3.retry: keeps what is done, and a retry does only the rest', async () => {
    const job = await importPaths(rooms, [fill('many', 150)])
    await atLeast(job.id, 10)
    const cancelled = await rooms.queue.cancel(job.id)
    await delay(300)
    const after = await rooms.queue.get(job.id)
    expect(after).toEqual(cancelled)
    expect(after.progress.listing).toBe(false)
    expect(await countDocuments()).toBe(after.progress.ready)
    expect(after.progress.ready).toBeLessThan(150)

    await rooms.queue.retry(job.id)
    expect(await waitForJob(rooms, job.id)).toMatchObject({ state: 'completed', progress: { total: 150, ready: 150 } })
    expect(await countDocuments()).toBe(150)
  })

  it('LIB-3.retry: a failed file that was mended is read, the others are not read again', async () => {
    const path = fill('few', 3)
    writeFileSync(join(path, 'bad.md'), '')
    const job = await importPaths(rooms, [path])
    expect(await waitForJob(rooms, job.id)).toMatchObject({ progress: { ready: 3, failed: 1 } })
    writeFileSync(join(path, 'bad.md'), 'Now with words.')
    await rooms.queue.retry(job.id)
    const done = await waitForJob(rooms, job.id)
    expect(done).toMatchObject({ state: 'completed', progress: { total: 4, ready: 4, failed: 0 } })
    expect(done.progress.bytesDone).toBe(done.progress.bytesTotal)
  })

  it('LIB-3.retry: what was refused while listing is found again, and the counts still add up', async () => {
    const path = fill('few', 3)
    symlinkSync(join(path, 'target'), join(path, 'link.md'))
    const before = await waitForJob(rooms, (await importPaths(rooms, [path])).id)
    expect(before).toMatchObject({ state: 'completed', progress: { total: 4, ready: 3, failed: 1 } })
    const again = await waitForJob(rooms, (await importPaths(rooms, [path])).id)
    expect(again.progress).toMatchObject({ total: 4, unchanged: 3, failed: 1 })
    // Makes the unchanged files of the job before only counted.
    await waitForJob(rooms, (await importPaths(rooms, [fill('others', 1)])).id)
    writeFileSync(join(path, 'target'), 'Text behind the link.')
    await rooms.queue.retry(again.id)
    const done = await waitForJob(rooms, again.id)
    const { bytesTotal } = done.progress
    expect(done).toMatchObject({
      state: 'completed',
      progress: { total: 5, ready: 2, unchanged: 3, failed: 0, listing: false, bytesDone: bytesTotal },
    })
    expect(await outcomesOf(rooms, again.id)).toMatchObject({ 'link.md': 'ready', target: 'ready' })
  })

  it('LIB-3.progress: tells what is read now, and counts only up', async () => {
    const job = await importPaths(rooms, [fill('many', 200)])
    const seen: Job['progress'][] = []
    for await (const event of rooms.queue.watch(job.id)) seen.push(event.job.progress)
    expect(seen.some(({ current }) => current.some((name) => name.endsWith('.md')))).toBe(true)
    const done = seen.map(({ ready }) => ready)
    expect(done).toEqual([...done].sort((a, b) => a - b))
    expect(seen.at(-1)).toMatchObject({ total: 200, ready: 200, listing: false, current: [] })
  })

  it('a short job is done long before a large one that was there first', async () => {
    const large = await importPaths(rooms, [fill('large', 300)])
    await atLeast(large.id, 5)
    const short = await importPaths(rooms, [fill('short', 3)])
    await waitForJob(rooms, short.id)
    expect((await rooms.queue.get(large.id)).state).toBe('running')
    expect((await waitForJob(rooms, large.id)).progress.ready).toBe(300)
  })

  it('two jobs on one folder at once make each document once', async () => {
    const path = fill('shared', 60)
    const [first, second] = [await importPaths(rooms, [path]), await importPaths(rooms, [path])]
    const jobs = await Promise.all([waitForJob(rooms, first.id), waitForJob(rooms, second.id)])
    for (const { state, progress } of jobs) {
      expect({ state, done: progress.ready + progress.unchanged }).toEqual({ state: 'completed', done: 60 })
    }
    expect(await countDocuments()).toBe(60)
  })

  it('LIB-9.library: deleting a library in the middle stops its jobs and leaves nothing', async () => {
    await rooms.store.write('libraries.create', { name: 'other', now: 1 })
    const doomed = await importPaths(rooms, [fill('doomed', 200)])
    const kept = await importPaths(rooms, [fill('kept', 40)], { library: 'other' })
    await atLeast(doomed.id, 10)
    await rooms.queue.cancelLibrary('docs')
    const documents = await eraseLibrary(rooms.store, 'docs')
    expect(documents).toBeGreaterThan(0)
    await expect(rooms.queue.get(doomed.id)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
    expect(await waitForJob(rooms, kept.id)).toMatchObject({ state: 'completed', progress: { ready: 40 } })
    await rooms.store.write('libraries.create', { name: 'docs', now: 1 })
    expect(await countDocuments()).toBe(0)
  })
})

describe('a full disk', () => {
  it('fails the job with DISK_FULL and nothing half there; a retry goes on when there is room', async (context) => {
    const disk = mountSmallDisk({ megabytes: 64, freeBytes: 1_500_000 })
    // In words why this machine can't have one, as when the tests do not run as root.
    if (typeof disk === 'string') return context.skip(disk)
    using _mounted = disk
    const small = await openTestIngest({ dataFolder: join(disk.path, 'data') })
    await small.store.write('libraries.create', { name: 'docs', now: 1 })
    const path = fill('many', 200, 120)
    disk.fill()

    const job = await importPaths(small, [path])
    const failed = await waitForJob(small, job.id)
    expect(failed).toMatchObject({ state: 'failed', error: 'DISK_FULL' })
    const { ready } = (await small.store.read('libraries.get', { library: 'docs' })).documents
    expect(ready).toBe(failed.progress.ready)
    expect(ready).toBeLessThan(200)
    const uploading = small.ingest.upload({
      library: 'docs',
      files: [{ name: 'large.txt', file: new File(['x'.repeat(8_000_000)], 'large') }],
    })
    await expect(uploading).rejects.toMatchObject({ code: 'DISK_FULL' })

    disk.free()
    await small.queue.retry(job.id)
    expect(await waitForJob(small, job.id)).toMatchObject({
      state: 'completed',
      error: null,
      progress: { ready: 200 },
    })
    expect(Object.values(await outcomesOf(small, job.id))).toEqual(Array(200).fill('ready'))
    await small.close()
    expect(checkStore(small)).toMatchObject({ ready: 200, problems: [] })
  })
})
