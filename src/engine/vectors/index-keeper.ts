import { Failure } from '../../domain/failure.ts'
import { type FollowerOptions, followSource } from './follow-source.ts'
import { indexLost } from './index-task.ts'
import { VectorsError } from './index-thread.ts'
import { searchIndex } from './search-index.ts'
import type { IndexState, Neighbour, VectorIndex, VectorSearch } from './vectors.ts'

export type VectorLimits = {
  /** From this many vectors on a graph is built; fewer are compared one by one, and kept in no file. */
  graphFrom: number
  /** Vectors of one graph; a larger index has several. */
  partVectors: number
  /** Up to this many chunks a filter is answered by comparing each: sooner than a graph passes over all others. */
  fewChunks: number
  /** An index is saved when nothing has changed for this long, */
  saveMs: number
  /** and when this many vectors have changed. */
  saveVectors: number
}

export type KeeperOptions = Omit<FollowerOptions, 'graphFrom'> & { limits: VectorLimits }

export type IndexKeeper = VectorIndex & {
  /** Puts down what is at work. Without `save` it is given up, and finds nothing from now on; else no call is answered. */
  close(options: { save: boolean }): Promise<void>
}

const retryMs = 30_000

/** Keeps one index the same as its source, a piece of work at a time, and answers from what it has meanwhile. */
export function keepIndex({ limits, ...options }: KeeperOptions): IndexKeeper {
  const { index, place, source, thread, telemetry } = options
  const follower = followSource({ ...options, graphFrom: limits.graphFrom })
  let queue: Promise<unknown> = Promise.resolve()
  let isOpen = false
  let opening: Promise<void> | null = null
  let doing: IndexState['doing'] = 'opening'
  /** The source has, or may have, what is not in the index. */
  let isBehind = true
  let isWoken = false
  let isClosed = false
  let isDropped = false
  let timer: NodeJS.Timeout | null = null

  function enqueue(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work)
    // Whoever asked for the work has its error; what comes after is done all the same.
    queue = Promise.allSettled([done])
    return done
  }

  /** A piece of work of its own, so that a search waits for it and for nothing behind it. */
  function ensureOpen(): Promise<void> {
    if (isClosed) return Promise.reject(new Failure('ENGINE_UNAVAILABLE', { reason: 'closing' }))
    if (isOpen) return Promise.resolve()
    opening ??= enqueue(open).finally(() => {
      opening = null
    })
    return opening
  }

  async function open(): Promise<void> {
    doing = 'opening'
    await follower.open()
    isOpen = true
    doing = 'nothing'
  }

  async function bringUpToDate(): Promise<void> {
    if (isClosed) return
    isWoken = false
    for (let did = await step(); did !== 'done' && !isClosed; did = await step()) {
      if (follower.state().unsavedVectors >= limits.saveVectors) await follower.save()
    }
    doing = 'nothing'
    if (follower.state().isUnsaved) later(limits.saveMs, () => enqueue(follower.save))
  }

  async function step(): Promise<'behind' | 'tidying' | 'done'> {
    const did = await follower.step()
    isBehind = did === 'behind' || isWoken
    doing = follower.state().isRebuilding ? 'rebuilding' : 'catching-up'
    return did
  }

  function start(): Promise<void> {
    return ensureOpen().then(() => enqueue(bringUpToDate))
  }

  async function settle(): Promise<void> {
    await start()
    await ensureOpen()
    await enqueue(follower.save)
  }

  function later(milliseconds: number, work: () => Promise<void>): void {
    if (isClosed) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => work().catch(report), milliseconds).unref()
  }

  function report(err: unknown): void {
    if (isClosed) return
    doing = 'nothing'
    noticeLoss(err)
    telemetry.log.error({ err }, 'a vector index was not brought up to date')
    later(retryMs, start)
  }

  /** The thread died, and another took its place. */
  function noticeLoss(error: unknown): boolean {
    const isLost = error instanceof VectorsError && error.code === indexLost
    if (isLost) isOpen = false
    return isLost
  }

  async function ask(search: VectorSearch): Promise<Neighbour[]> {
    await ensureOpen()
    const isFew = (only: readonly number[]) => follower.state().kind === 'graph' && only.length <= limits.fewChunks
    return searchIndex({ index, place, source, thread, isFew }, search)
  }

  return {
    async search(search) {
      search.signal?.throwIfAborted()
      try {
        const neighbours = await ask(search).catch((error: unknown) => {
          if (isDropped || !noticeLoss(error)) throw error
          return ask(search)
        })
        search.signal?.throwIfAborted()
        return { neighbours, isComplete: !isBehind }
      } catch (error) {
        search.signal?.throwIfAborted()
        // Who had it in hand when it was given up is no worse off than who comes before the next one is made.
        if (isDropped) return { neighbours: [], isComplete: false }
        throw error
      }
    },
    wake() {
      isBehind = true
      if (isWoken || isClosed) return
      isWoken = true
      start().catch(report)
    },
    settle,
    async purge() {
      await start()
      await enqueue(follower.giveUpStained)
      await settle()
    },
    state() {
      const { vectors, reached, kind, bytes } = follower.state()
      return { vectors, reached, kind, doing, bytes }
    },
    async close({ save }) {
      isClosed = true
      isDropped = !save
      if (timer !== null) clearTimeout(timer)
      await queue
      if (save && isOpen) await follower.save()
    },
  }
}
