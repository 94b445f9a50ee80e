import { parentPort } from 'node:worker_threads'
import { countText, loadEncoding } from './count-text.ts'
import type { TokenReply, TokenTask } from './token-task.ts'

// Entry of the thread that counts tokens: reading an encoding's tables, and counting a book, would hold up the engine.

const counted = new Map<number, AbortController>()

async function countTask({ texts, counting }: Extract<TokenTask, { texts: readonly string[] }>, signal: AbortSignal) {
  const encode = await loadEncoding(counting.encoding)
  signal.throwIfAborted()
  let tokens = 0
  for (const text of texts) tokens += await countText(text, { encode, counting, signal })
  return tokens
}

async function answer(task: TokenTask): Promise<void> {
  const { id } = task
  if (task.texts === null) {
    counted.get(id)?.abort()
    return
  }
  const given = new AbortController()
  counted.set(id, given)
  const reply: TokenReply = await countTask(task, given.signal).then(
    (tokens) => ({ id, tokens }),
    (error: unknown) => ({ id, error: error instanceof Error ? error.message : String(error) }),
  )
  counted.delete(id)
  if (!given.signal.aborted) parentPort?.postMessage(reply)
}

parentPort?.on('message', (tasks: readonly TokenTask[]) => {
  for (const task of tasks) void answer(task)
})
