import type { QueryTiming } from './connection.ts'

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

/** The name of the task that empties the database's log; it is no operation, since it runs outside of any transaction. */
export const emptyLog = 'maintenance.emptyLog'
