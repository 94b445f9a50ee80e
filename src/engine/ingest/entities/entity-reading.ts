import { randomUUID } from 'node:crypto'
import { extname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { TakenEntities, TakenText } from '../../store/repositories/entity-reading.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'

/** Reads in the background what documents name, and keeps the graphs of the libraries the same as their documents. */
export type EntityReading = {
  /** To be called when something was written, and once at the start: what waits is read soon. */
  noticeWrite(): void
  /** Resolves when nothing waits any more. */
  settle(): Promise<void>
  /** Waits for the step in progress. To be called before the store is closed. */
  close(): Promise<void>
}

/** What many writes one after another bring is taken up together. */
const gatherMs = 200
/** While others write, it rests so many times as long as it worked: a tenth of one processor is all that it takes of theirs. */
const restWhileOthersWrite = 9
/** Others have written within this time. */
const quietMs = 1_000
const idleMs = 30_000
const memoryMegabytes = 512
/** Of some 150,000 characters. */
const timeoutMs = 120_000

export function createEntityReading({ store, telemetry }: { store: Store; telemetry: Telemetry }): EntityReading {
  const closing = new AbortController()
  const thread = new Piscina<readonly TakenText[], TakenEntities[]>({
    // Beside this file both in the source tree and in the flat build.
    filename: fileURLToPath(new URL(`./entity-worker${extname(import.meta.url)}`, import.meta.url)),
    name: 'read',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 16 },
  })
  // What a thread says when its task was cut off or has ended; without a listener it would end the engine.
  thread.on('error', () => undefined)
  let gathering: NodeJS.Timeout | null = null
  let work: Promise<void> = Promise.resolve()
  let isOwnWrite = false
  let lastOther = 0

  /** A write of its own is none of others', and brings nothing new. */
  async function write<Result>(call: () => Promise<Result>): Promise<Result> {
    isOwnWrite = true
    try {
      return await call()
    } finally {
      isOwnWrite = false
    }
  }

  /** One step; answers whether there was anything to do. */
  async function step(): Promise<boolean> {
    if (!(await store.read('entities.isWaiting', null))) return false
    const release = telemetry.activity.begin()
    return readNext().finally(release)
  }

  async function readNext(): Promise<boolean> {
    const ticket = randomUUID()
    const texts = await write(() => store.write('entities.take', { ticket }))
    if (texts.length === 0) return write(() => store.write('entities.link', null))
    const read = await readTexts(texts)
    if (read === null) await write(() => store.write('entities.skip', { ticket }))
    else await write(() => store.write('entities.save', { ticket, texts: read }))
    return true
  }

  /** Null when they can't be read within the limits of time and memory. */
  async function readTexts(texts: readonly TakenText[]): Promise<TakenEntities[] | null> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)])
    try {
      return await thread.run(texts, { signal })
    } catch (err) {
      closing.signal.throwIfAborted()
      telemetry.log.error({ err, documents: texts.length }, 'names of documents could not be read')
      return null
    }
  }

  async function readAll(): Promise<void> {
    for (;;) {
      if (closing.signal.aborted) return
      const begun = performance.now()
      if (!(await step())) return
      const isAlone = performance.now() - lastOther > quietMs
      if (!isAlone)
        await delay((performance.now() - begun) * restWhileOthersWrite, undefined, { signal: closing.signal })
    }
  }

  function begin(): void {
    work = work.then(readAll).catch((err: unknown) => {
      if (!closing.signal.aborted)
        telemetry.log.error({ err }, 'names of documents are read again after the next change')
    })
  }

  function noticeWrite(): void {
    if (closing.signal.aborted || isOwnWrite) return
    lastOther = performance.now()
    gathering ??= setTimeout(() => {
      gathering = null
      begin()
    }, gatherMs).unref()
  }

  return {
    noticeWrite,
    async settle() {
      begin()
      await work
    },
    async close() {
      closing.abort(new Error('names are read no more'))
      if (gathering !== null) clearTimeout(gathering)
      await work
      await thread.destroy()
    },
  }
}
