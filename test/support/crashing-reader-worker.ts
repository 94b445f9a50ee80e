import { read as readForReal } from '../../src/engine/ingest/reading/reader-worker.ts'
import type { ReadTask } from '../../src/engine/ingest/reading/reading.ts'

/**
 * The real worker, except that a file called `crash` ends its thread at once, as a fault in native code would, and one
 * called `throw` meets an error that quotes it.
 */
export function read(task: ReadTask): ReturnType<typeof readForReal> {
  if (task.request.name === 'crash') process.exit(7)
  if (task.request.name === 'throw') throw new SyntaxError('Unexpected token in "the secret words"')
  return readForReal(task)
}
