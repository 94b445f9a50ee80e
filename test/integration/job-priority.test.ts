import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job, JobPriority } from '../../src/contract/jobs.ts'
import type { JobRunner } from '../../src/engine/jobs/job-runner.ts'
import { createJobQueue } from '../../src/engine/jobs/queue.ts'
import { createTelemetry } from '../../src/engine/telemetry/telemetry.ts'
import { importPaths, openTestIngest, type TestIngest, waitForJob } from '../support/ingest.ts'
import { createLibrary, openTestStore } from '../support/library.ts'
import { checkStore } from '../support/store-check.ts'

describe('LIB-3.progress: jobs that are more urgent than others', () => {
  it('begin first, and find a place when less urgent ones have taken all of theirs', async () => {
    await using opened = await openTestStore()
    const { store } = opened
    await createLibrary(store, 'docs')
    const begun: string[] = []
    const runner: JobRunner = {
      run: (job, { signal }) =>
        new Promise((resolve) => {
          begun.push(job.label)
          signal.addEventListener('abort', () => resolve(), { once: true })
        }),
    }
    const queue = createJobQueue({
      store,
      telemetry: createTelemetry({ level: 'silent' }),
      runners: { ingest: runner, rechunk: runner, embed: runner, download: runner },
    })
    const make = (label: string, priority: JobPriority) =>
      store.write('jobs.create', {
        ...{ kind: 'ingest', library: 'docs', payload: '{}', listing: true, items: [], now: 1 },
        ...{ label, priority },
      })
    const settled = async (count: number) => {
      await expect.poll(() => begun.length).toBe(count)
    }
    await queue.start()
    for (let number = 1; number <= 6; number++) await make(`low ${number}`, 'low')
    queue.wake()
    await settled(4)
    for (let number = 1; number <= 6; number++) await make(`normal ${number}`, 'normal')
    queue.wake()
    await settled(8)
    const waiting = await make('urgent soon', 'normal')
    await make('urgent', 'high')
    queue.wake()
    await settled(9)
    expect(await queue.prioritise(waiting.id, 'high')).toMatchObject({ priority: 'high' })
    await settled(10)
    expect(begun).toEqual([
      ...['low 1', 'low 2', 'low 3', 'low 4', 'normal 1', 'normal 2', 'normal 3', 'normal 4'],
      ...['urgent', 'urgent soon'],
    ])
    const { id } = await queue.cancel(waiting.id)
    await expect(queue.prioritise(id, 'low')).rejects.toMatchObject({ code: 'JOB_STATE' })
    await queue.close()
  })
})

describe('a real ingestion on a busy machine', () => {
  let folder: string
  let rooms: TestIngest

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'diwan-priority-'))
  })
  afterEach(async () => {
    expect(checkStore(rooms).problems).toEqual([])
    await rooms[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  function fill(name: string, files: number): string {
    mkdirSync(join(folder, name))
    for (let index = 0; index < files; index++) {
      const text = Array.from({ length: 40 }, (_, line) => `Paragraph ${line} of ${name} ${index}.`)
      writeFileSync(join(folder, name, `${index}.md`), `# ${name} ${index}\n\n${text.join('\n\n')}\n`)
    }
    return join(folder, name)
  }

  it('LIB-3.progress: a job that was put forward ends long before one that was there first', async () => {
    rooms = await openTestIngest()
    await createLibrary(rooms.store, 'docs')
    const first = await importPaths(rooms, [fill('first', 200)])
    await rooms.queue.prioritise(first.id, 'low')
    const second = await importPaths(rooms, [fill('second', 60)])
    await rooms.queue.prioritise(second.id, 'high')
    expect(await waitForJob(rooms, second.id)).toMatchObject({ priority: 'high', progress: { ready: 60 } })
    const then = await rooms.queue.get(first.id)
    expect(then.state).toBe('running')
    expect((await waitForJob(rooms, first.id)).progress).toMatchObject({ ready: 200, secondsLeft: null })
  })

  // Catches a machine that swaps, and one that waits for ever for memory that does not come.
  it('LIB-3.progress: files are read one at a time while memory is short, and all of them', async () => {
    rooms = await openTestIngest({ memory: () => ({ process: 0, available: 0, total: 2 ** 33 }) })
    await createLibrary(rooms.store, 'docs')
    const seen: Job['progress'][] = []
    const { id } = await importPaths(rooms, [fill('many', 80)])
    for await (const { job } of rooms.queue.watch(id)) seen.push(job.progress)
    expect(seen.at(-1)).toMatchObject({ ready: 80, failed: 0 })
    expect(Math.max(...seen.map(({ current }) => current.length))).toBe(1)
  })
})
