import { workerData } from 'node:worker_threads'
import { isFailure } from '../../domain/failure.ts'
import { type Connection, openConnection } from './connection.ts'
import { readsByName, writesByName } from './operations.ts'
import { emptyLog, type StoreReply, type StoreTask, type StoreThreadData } from './store-task.ts'

// Piscina passes its own workerData as [piscina's, ours].
const data = (Array.isArray(workerData) ? workerData.at(-1) : workerData) as StoreThreadData
let current: StoreTask | null = null
const connection: Connection = openConnection({ ...data, ...(data.mode === 'read' && { checkpoint: endIfUnwanted }) })

function endIfUnwanted(): void {
  const flags = [data.closing, current?.cancelled]
  if (flags.some((flag) => flag && Atomics.load(flag, 0) !== 0)) throw new Error('nobody waits for this read')
}

function execute(task: StoreTask): unknown {
  if (task.name === '') return null
  if (data.mode === 'read') {
    const read = readsByName[task.name]
    if (read === undefined) throw new Error(`no read is called ${task.name}`)
    return connection.snapshot(() => read(connection, task.input as never))
  }
  // The one thing that can't be done inside a transaction.
  if (task.name === emptyLog) {
    return connection.get<{ busy: number }>(emptyLog, 'PRAGMA wal_checkpoint(TRUNCATE)')?.busy === 0
  }
  const write = writesByName[task.name]
  if (write === undefined) throw new Error(`no write is called ${task.name}`)
  return connection.transaction(() => write(connection, task.input as never))
}

/** The thread's entry: one operation, run to its end. */
export function run(task: StoreTask): StoreReply {
  current = task
  try {
    const result = execute(task)
    return { ok: true, result, timings: connection.takeTimings() }
  } catch (error) {
    const timings = connection.takeTimings()
    if (isFailure(error)) return { ok: false, failure: { code: error.code, data: error.data }, timings }
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    return { ok: false, failure: null, error: { message, code, stack: stack ?? message }, timings }
  } finally {
    current = null
  }
}
