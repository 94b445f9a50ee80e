import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Piscina } from 'piscina'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { startReaderThreads } from './reader-threads.ts'
import type { Flag, StoreReply, StoreTask } from './store-task.ts'

/** A thread that answers with the name of its task, once the task's flag is raised. */
const echo = `export function run({ name, cancelled }) {
  if (cancelled !== null) Atomics.wait(cancelled, 0, 0)
  return { ok: true, result: name, timings: [] }
}`

function openThreads() {
  const started: string[] = []
  const filename = join(temporaryFolder(), 'echo.mjs')
  writeFileSync(filename, echo)
  const readers = startReaderThreads(() => {
    started.push('thread')
    return new Piscina<StoreTask, StoreReply>({ filename, name: 'run', minThreads: 1, maxThreads: 1 })
  })
  onTestFinished(() => readers.close())
  return { readers, started }
}

const task = (name: string, cancelled: Flag | null = null): StoreTask => ({ name, input: null, cancelled })

function lowered(): { flag: Flag; raise(): void } {
  const flag: Flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const raise = () => {
    Atomics.store(flag, 0, 1)
    Atomics.notify(flag, 0)
  }
  onTestFinished(raise)
  return { flag, raise }
}

// Would catch a second thread that every command pays for: it loads as long as the engine itself.
test('reads that are short share one thread, also those that arrive at once', async () => {
  const { readers, started } = openThreads()
  const names = ['a', 'b', 'c', 'd']
  const replies = await Promise.all(names.map((name) => readers.run(task(name))))
  expect(replies).toEqual(names.map((name) => ({ ok: true, result: name, timings: [] })))
  expect(started).toHaveLength(1)
})

// Would catch a search that holds up every question of the page.
test('a read that waits for a long one gets a thread of its own', async () => {
  const { readers, started } = openThreads()
  const { flag, raise } = lowered()
  const long = readers.run(task('long', flag))
  expect(await readers.run(task('short'))).toMatchObject({ result: 'short' })
  expect(started).toHaveLength(2)
  raise()
  expect(await long).toMatchObject({ result: 'long' })
})

// Would catch a read that starts a closed pool again, and a thread that starts while others are ended.
test('a read that waits when the threads are closed fails, and none is started for it', async () => {
  const { readers, started } = openThreads()
  const { flag, raise } = lowered()
  const long = readers.run(task('long', flag))
  const waiting = readers.run(task('waiting'))
  await readers.settle()
  const closed = readers.close()
  raise()
  expect(await Promise.allSettled([long, waiting])).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }])
  await closed
  expect(started).toHaveLength(1)
})
