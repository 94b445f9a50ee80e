import { workerData } from 'node:worker_threads'
import { isFailure } from '../../domain/failure.ts'
import { type Connection, openConnection, type QueryTiming } from './connection.ts'
import { readsByName, writesByName } from './operations.ts'

/** What a store thread is started with. */
export type StoreThreadData = {
  path: string
  key: Uint8Array
  mode: 'read' | 'write'
  /** Raised when the store closes: reads end at their next statement. */
  closing: Flag
}

/** Memory that threads share: 0 until it is raised. */
export type Flag = Int32Array<SharedArrayBuffer>

/** `cancelled` is raised when the caller of a read has gone: it ends at its next statement. */
export type StoreTask = { name: string; input: unknown; cancelled: Flag | null }

/** Errors cross threads as plain data: a structured clone of an Error keeps neither its code nor its data. */
export type StoreReply = { timings: QueryTiming[] } & (
  | { ok: true; result: unknown }
  | { ok: false; failure: { code: string; data: unknown } }
  | { ok: false; failure: null; error: { message: string; code: string | null; stack: string } }
)

// Piscina passes its own workerData as [piscina's, ours].
const data = (Array.isArray(workerData) ? workerData.at(-1) : workerData) as StoreThreadData
let current: StoreTask | null = null
const connection: Connection = openConnection({ ...data, ...(data.mode === 'read' && { checkpoint: endIfUnwanted }) })

function endIfUnwanted(): void {
  const flags = [data.closing, current?.cancelled]
  if (flags.some((flag) => flag && Atomics.load(flag, 0) !== 0)) throw new Error('nobody waits for this read')
}

function execute(task: StoreTask): unknown {
  if (data.mode === 'read') {
    const read = readsByName[task.name]
    if (read === undefined) throw new Error(`no read is called ${task.name}`)
    return connection.snapshot(() => read(connection, task.input as never))
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
