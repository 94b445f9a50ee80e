import { ModelError } from '../model-runner.ts'
import type { LoadRequest } from '../model-source.ts'
import type { ModelChannel } from './model-channel.ts'
import type { FromModel, ModelFacts, ModelResults, ModelTask } from './model-protocol.ts'

/** A model in a process of its own: started with the first call, ended when idle, started anew after a crash. */
export type ModelClient = {
  /** Loads the model if it is not. @throws ModelError MODEL_FAILED */
  load(): Promise<ModelFacts>
  /** @throws ModelError MODEL_FAILED, or the signal's reason */
  ask<Task extends ModelTask>(task: Task, signal: AbortSignal): Promise<ModelResults[Task['do']]>
  close(): Promise<void>
}

export type ModelClientOptions = {
  start: () => ModelChannel
  request: LoadRequest
  /** A model without work for so long gives its memory back. */
  idleMs?: number
  /** A call that takes longer ends the process: what hangs there never comes back. */
  taskMs?: number
}

const defaultIdleMs = 300_000
const defaultTaskMs = 600_000
/** For the largest model from the slowest disk. */
const loadMs = 1_800_000

type Link = {
  channel: ModelChannel
  waiting: Map<number, PromiseWithResolvers<unknown>>
}
type Running = Link & { facts: Promise<ModelFacts> }

export function createModelClient(options: ModelClientOptions): ModelClient {
  const { start, request, idleMs = defaultIdleMs, taskMs = defaultTaskMs } = options
  let running: Running | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false
  let nextId = 0

  function begin(): Running {
    const link: Link = { channel: start(), waiting: new Map() }
    link.channel.onMessage((reply) => settle(link, reply))
    link.channel.onExit((reason) => {
      if (running?.channel === link.channel) running = null
      const error = new ModelError('MODEL_FAILED', `the model's process ended: ${reason ?? 'it was closed'}`, {
        isTransient: true,
      })
      for (const { reject } of link.waiting.values()) reject(error)
      link.waiting.clear()
    })
    const facts = send(link, { do: 'load', request }) as Promise<ModelFacts>
    const begun = { ...link, facts }
    // What could not be loaded is not kept: the file may be mended before the next call.
    facts.catch(() => {
      if (running === begun) running = null
      void link.channel.end()
    })
    return begun
  }

  function settle({ waiting }: Link, reply: FromModel): void {
    const call = waiting.get(reply.id)
    if ('result' in reply) call?.resolve(reply.result)
    else call?.reject(new ModelError('MODEL_FAILED', reply.error))
  }

  async function send({ channel, waiting }: Link, task: ModelTask): Promise<unknown> {
    const id = nextId++
    const call = Promise.withResolvers<unknown>()
    waiting.set(id, call)
    clearTimeout(idle)
    channel.hold(true)
    const mostMs = task.do === 'load' ? loadMs : taskMs
    const limit = setTimeout(() => {
      if (running?.channel === channel) running = null
      call.reject(new ModelError('MODEL_FAILED', `no answer after ${mostMs} ms`, { isTransient: true }))
      channel.kill()
    }, mostMs)
    channel.post({ id, task })
    try {
      return await call.promise
    } finally {
      clearTimeout(limit)
      waiting.delete(id)
      if (waiting.size === 0) {
        channel.hold(false)
        idle = setTimeout(() => void rest(), idleMs)
        idle.unref()
      }
    }
  }

  async function rest(): Promise<void> {
    clearTimeout(idle)
    const { channel } = running ?? {}
    running = null
    await channel?.end()
  }

  function current(): Running {
    if (isClosed) throw new ModelError('MODEL_FAILED', 'the model is closed')
    running ??= begin()
    return running
  }

  return {
    load: async () => current().facts,
    async ask(task, signal) {
      signal.throwIfAborted()
      const work = async () => {
        const at = current()
        await at.facts
        signal.throwIfAborted()
        return (await send(at, task)) as never
      }
      return await abandonable(work(), signal)
    },
    async close() {
      isClosed = true
      await rest()
    },
  }
}

/** Ends with the signal's reason as soon as it is given; what the work brings later is passed over. */
async function abandonable<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
