import { rm } from 'node:fs/promises'
import type { GenerationRequest, StreamPart } from '../language-model.ts'
import { ModelError } from '../model-runner.ts'
import type { KeptStates } from './kept-states.ts'
import type {
  CountedRequest,
  FromLanguageModel,
  LanguageFacts,
  LanguageLoad,
  PostedError,
  ToLanguageModel,
} from './language-protocol.ts'
import type { ModelChannel } from './model-channel.ts'

export type LanguageChannel = ModelChannel<ToLanguageModel, FromLanguageModel>

/** A language model in a process of its own: started with the first call, ended when idle, started anew after a crash. */
export type LanguageClient = {
  /** Loads the model if it is not. @throws ModelError MODEL_FAILED */
  facts(): Promise<LanguageFacts>
  /** Of the process that was loaded last; null before the first. */
  latest(): LanguageFacts | null
  /** @throws ModelError MODEL_FAILED, MODEL_REJECTED */
  count(request: CountedRequest): Promise<number>
  /** @throws ModelError MODEL_FAILED, MODEL_REJECTED, CONTEXT_EXCEEDED; the signal's reason */
  stream(request: GenerationRequest): AsyncGenerator<StreamPart>
  /**
   * Nothing that was read before helps the next question: the process clears it, and what was kept while one rested is
   * deleted. Answers that are being written go on, and are forgotten when they end.
   */
  forgetConversations(): Promise<void>
  close(): Promise<void>
}

export type LanguageClientOptions = {
  start: () => LanguageChannel
  /** Asked before each start, and again while nothing is being worked on: other settings start the process anew. */
  load: () => Promise<{ load: Omit<LanguageLoad, 'states'>; idleMs: number }>
  /** A process with work that is silent for so long hangs, and is ended. */
  silenceMs?: number
  /** Keeps what a process knew of conversations while it rests. */
  states?: KeptStates
}

const defaultSilenceMs = 180_000
/** A process starts and weights are read from the slowest disk before anything is heard. */
const loadSilenceMs = 300_000

type Reply = Exclude<FromLanguageModel, { heard: true }>
type Call = {
  onMessage(message: Reply): void
  fail(error: ModelError): void
  /** The process owes the next message; it does not while its parts have not been taken here. */
  isAwaited(): boolean
}
type Running = {
  channel: LanguageChannel
  /** The settings that it was started with. */
  key: string
  facts: Promise<LanguageFacts>
  calls: Map<number, Call>
  idleMs: number
  isLoaded: boolean
  isGone: boolean
  /** Ends a silent process while it has work, an idle one while it has none. */
  timer?: NodeJS.Timeout
}

export function createLanguageClient(options: LanguageClientOptions): LanguageClient {
  const { start, load, silenceMs = defaultSilenceMs, states } = options
  let running: Running | null = null
  let isClosed = false
  let latest: LanguageFacts | null = null
  /** The next process waits for the one before: what that one knew, and the memory that it had. */
  let resting: Promise<void> = Promise.resolve()
  let nextId = 0

  function begin(wanted: Omit<LanguageLoad, 'states'>, { key, idleMs }: { key: string; idleMs: number }): Running {
    const channel = start()
    const calls = new Map<number, Call>()
    const begun: Running = { channel, key, calls, idleMs, isLoaded: false, isGone: false, facts: never }
    channel.onMessage((message) => {
      watch(begun)
      if (!('heard' in message)) calls.get(message.id)?.onMessage(message)
    })
    channel.onExit((reason) => drop(begun, `the model's process ended: ${reason ?? 'it was closed'}`))
    begun.facts = loadInto(begun, wanted)
    // What could not be loaded is not kept: the file may be mended before the next call.
    begun.facts.catch(() => {
      if (running === begun) running = null
      void channel.end()
    })
    return begun
  }

  async function loadInto(link: Running, wanted: Omit<LanguageLoad, 'states'>): Promise<LanguageFacts> {
    await resting
    // States that can't be brought back are computed again.
    const [restored] = await Promise.allSettled([states?.restore(link.key)])
    const folder = restored.status === 'fulfilled' ? (restored.value ?? null) : null
    try {
      const message = await ask(link, (id) => ({ do: 'load', id, load: { ...wanted, states: folder } }))
      if (!('loaded' in message)) throw strange()
      link.isLoaded = true
      latest = message.loaded
      return message.loaded
    } finally {
      if (folder !== null) await rm(folder, { recursive: true, force: true })
    }
  }

  /** Before a process that rests is ended, so that a conversation that is taken up again is not read again. */
  async function saveStates(link: Running): Promise<void> {
    const folder = link.isLoaded && !isClosed ? await states?.stage() : null
    if (folder === null || folder === undefined || states === undefined) return
    try {
      await ask(link, (id) => ({ do: 'save', id, folder }))
      await states.keep(folder, link.key)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  function drop(link: Running, reason: string): void {
    clearTimeout(link.timer)
    link.isGone = true
    if (running === link) running = null
    const error = new ModelError('MODEL_FAILED', reason, { isTransient: true })
    for (const call of link.calls.values()) call.fail(error)
    link.calls.clear()
  }

  function watch(link: Running): void {
    clearTimeout(link.timer)
    const isBusy = link.calls.size > 0
    link.channel.hold(isBusy)
    if (isBusy) link.timer = setTimeout(() => judge(link), patienceWith(link))
    else if (link === running) link.timer = setTimeout(() => void rest(link), link.idleMs).unref()
  }

  const patienceWith = ({ isLoaded }: Running) => (isLoaded ? silenceMs : Math.max(silenceMs, loadSilenceMs))

  /** A reader that takes its time is no hanging model. */
  function judge(link: Running): void {
    if ([...link.calls.values()].some((call) => call.isAwaited())) kill(link)
    else watch(link)
  }

  function kill(link: Running): void {
    drop(link, `the model sent nothing for ${patienceWith(link)} ms`)
    link.channel.kill()
  }

  async function rest(link: Running): Promise<void> {
    clearTimeout(link.timer)
    if (running === link) running = null
    resting = putToRest(link)
    await resting
  }

  async function putToRest(link: Running): Promise<void> {
    // What could not be kept is computed again.
    await Promise.allSettled([saveStates(link)])
    await link.channel.end()
  }

  async function forgetIn(link: Running): Promise<void> {
    const [loading] = await Promise.allSettled([link.facts])
    if (loading.status === 'rejected' || link.isGone) return
    const [forgotten] = await Promise.allSettled([ask(link, (id) => ({ do: 'forget', id }))])
    // One that can't forget is ended, and knows nothing then.
    if (forgotten.status === 'rejected') link.channel.kill()
  }

  async function current(): Promise<Running> {
    const { load: wanted, idleMs } = await load()
    if (isClosed) throw new ModelError('MODEL_FAILED', 'the model is closed')
    const key = JSON.stringify(wanted)
    if (running !== null && running.key !== key && running.calls.size === 0) void rest(running)
    running ??= begin(wanted, { key, idleMs })
    running.idleMs = idleMs
    return running
  }

  function open(link: Running, call: Call): number {
    const id = nextId++
    link.calls.set(id, call)
    watch(link)
    if (link.isGone) drop(link, "the model's process ended before it was asked")
    return id
  }

  function settle(link: Running, id: number): void {
    if (link.calls.delete(id)) watch(link)
  }

  async function ask(link: Running, toMessage: (id: number) => ToLanguageModel) {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    const id = open(link, {
      onMessage: (message) => ('error' in message ? reject(toModelError(message.error)) : resolve(message)),
      fail: reject,
      isAwaited: () => true,
    })
    link.channel.post(toMessage(id))
    try {
      return await promise
    } finally {
      settle(link, id)
    }
  }

  async function* stream({ signal, cacheUpTo: _, ...request }: GenerationRequest): AsyncGenerator<StreamPart> {
    signal.throwIfAborted()
    const link = await unlessAborted(loaded(), signal)
    const inbox: (readonly StreamPart[] | Error)[] = []
    let wake: () => void = () => undefined
    const put = (item: readonly StreamPart[] | Error) => {
      inbox.push(item)
      wake()
    }
    const arrival = () =>
      new Promise<void>((resolve) => {
        wake = resolve
      })
    let isFinished = false
    let isStopped = false
    const id = open(link, {
      onMessage(message) {
        if ('parts' in message) return put(message.parts)
        settle(link, id)
        put('error' in message ? toModelError(message.error) : strange())
      },
      fail: put,
      isAwaited: () => isStopped || isWaiting,
    })
    let isWaiting = true
    const stop = () => put(new Error('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    try {
      link.channel.post({ do: 'generate', id, request })
      for (;;) {
        const item = inbox.shift()
        signal.throwIfAborted()
        if (item instanceof Error) throw item
        if (item === undefined) await arrival()
        else {
          isWaiting = false
          for (const part of item) {
            signal.throwIfAborted()
            isFinished ||= part.type === 'finish'
            yield part
          }
          if (isFinished) return
          isWaiting = true
          link.channel.post({ do: 'taken', id })
          watch(link)
        }
      }
    } finally {
      signal.removeEventListener('abort', stop)
      isStopped = !isFinished
      // A stopped call stays open until the process says that it stopped: one that never does hangs.
      if (isFinished) settle(link, id)
      link.channel.post({ do: isFinished ? 'taken' : 'stop', id })
    }
  }

  async function loaded(): Promise<Running> {
    const link = await current()
    await link.facts
    return link
  }

  return {
    facts: async () => (await current()).facts,
    latest: () => latest,
    async count(request) {
      const message = await ask(await loaded(), (id) => ({ do: 'count', id, request }))
      if ('counted' in message) return message.counted
      throw strange()
    },
    stream,
    async forgetConversations() {
      if (running !== null) await forgetIn(running)
      // Behind one that is being put to rest, before the next one starts.
      const cleared = resting.then(() => states?.clear())
      resting = Promise.allSettled([cleared]).then(() => undefined)
      await cleared
    },
    async close() {
      isClosed = true
      if (running !== null) await rest(running)
      await states?.clear()
    },
  }
}

/** Stands where the facts of a process come before it has been asked for them. */
const never = new Promise<never>(() => undefined)
const strange = () => new ModelError('MODEL_FAILED', "the model's process answered what was not asked")

function toModelError({ code, message, tokens }: PostedError): ModelError {
  return new ModelError(code, message, { tokens })
}

/** Ends with the signal's reason as soon as it is given; what the work brings later is passed over. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
