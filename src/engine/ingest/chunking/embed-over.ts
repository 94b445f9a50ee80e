import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Embed } from './chunk-semantically.ts'

type Answer = { vectors: readonly ArrayLike<number>[] } | { failed: true }

/** Texts that are sent to a model together: between two calls others have their turn. */
const together = 256

/** Vectors of texts, from the model at the other end of a port. */
export async function embedOver(port: MessagePort, texts: readonly string[]): Promise<ArrayLike<number>[]> {
  const vectors: ArrayLike<number>[] = []
  for (let start = 0; start < texts.length; start += together) {
    const answered = once(port, 'message') as Promise<[Answer]>
    port.postMessage(texts.slice(start, start + together))
    const [answer] = await answered
    if ('failed' in answer) throw new Error('the model failed')
    vectors.push(...answer.vectors)
  }
  port.close()
  return vectors
}

/** The other end: a port for a thread that has no model, and why the model failed, when it has. */
export function serveModel(embed: Embed): { port: MessagePort; failure: () => unknown; close: () => void } {
  const { port1: own, port2: port } = new MessageChannel()
  let failure: unknown = null
  own.on('message', async (texts: string[]) => {
    try {
      own.postMessage({ vectors: await embed(texts) } satisfies Answer)
    } catch (error) {
      failure = error
      own.postMessage({ failed: true } satisfies Answer)
    }
  })
  return { port, failure: () => failure, close: () => own.close() }
}
