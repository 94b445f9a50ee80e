import { read as readForReal } from '../../src/engine/ingest/reader-worker.ts'
import type { ReadTask } from '../../src/engine/ingest/reading.ts'

/** The real worker, except that a file of this name ends its thread at once, as a fault in native code would. */
export function read(task: ReadTask): ReturnType<typeof readForReal> {
  if (task.request.name === 'crash') process.exit(7)
  return readForReal(task)
}
