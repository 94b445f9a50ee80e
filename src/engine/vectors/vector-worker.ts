import { workerData } from 'node:worker_threads'
import type { IndexReply, IndexTask, IndexTaskName, IndexTasks, IndexThreadData } from './index-task.ts'
import { createIndexTasks } from './index-tasks.ts'

// Piscina passes its own workerData as [piscina's, ours].
const tasks = createIndexTasks((Array.isArray(workerData) ? workerData.at(-1) : workerData) as IndexThreadData)

/** The thread's entry. Tasks that wait for the disk let others run meanwhile. */
export async function run({ name, input }: IndexTask): Promise<IndexReply> {
  const perform = tasks[name] as (input: unknown) => Promise<ReturnType<IndexTasks[IndexTaskName]>>
  try {
    return { ok: true, result: await perform(input) }
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    return { ok: false, error: { message, code, stack: stack ?? message } }
  }
}
