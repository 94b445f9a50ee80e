import type { Telemetry } from '../telemetry/telemetry.ts'
import { indexLost, type ResidentState } from './index-task.ts'
import { type IndexThread, VectorsError } from './index-thread.ts'
import { packTogether } from './pack-together.ts'
import type { Progress } from './progress.ts'
import { searchIndex } from './search-index.ts'
import type { ChunkVector, IndexPlace, IndexState, VectorChange, VectorIndex, VectorSource } from './vectors.ts'

export type KeeperOptions = {
  index: number
  place: IndexPlace
  source: VectorSource
  thread: IndexThread
  telemetry: Telemetry
  limits: VectorLimits
}

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

export type IndexKeeper = VectorIndex & { close(options: { save: boolean }): Promise<void> }

/** Rows asked of the source at once. */
const page = 1_024

/** Vectors that are put into a graph at once: a search waits for them, about 25 ms. */
const graphStep = 32

const retryMs = 30_000

/** Keeps one index the same as its source, and answers from what it has meanwhile. */
export function keepIndex(options: KeeperOptions): IndexKeeper {
  const { index, place, source, thread, telemetry, limits } = options
  let progress: Progress = { reached: 0, walk: null }
  let state: ResidentState = { vectors: 0, retired: 0, kind: 'exact', bytes: 0, isUnsaved: false }
  let doing: IndexState['doing'] = 'opening'
  let opening: Promise<void> | null = null
  /** The source has, or may have, what is not in the index. */
  let isBehind = true
  let isWoken = false
  /** What the files say has not been compared with the source. */
  let isFromFiles = false
  let unsaved = 0
  let closed = false
  let queue: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null

  /** One piece of work after the other. */
  function enqueue(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work)
    // Whoever asked for the work has its error; what comes after is done all the same.
    queue = Promise.allSettled([done])
    return done
  }

  function later(milliseconds: number, work: () => Promise<void>): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void enqueue(work).catch(report), milliseconds).unref()
  }

  function report(err: unknown): void {
    if (closed) return
    doing = 'nothing'
    noticeLoss(err)
    telemetry.log.error({ err }, 'a vector index was not brought up to date')
    later(retryMs, bringUpToDate)
  }

  function noticeLoss(error: unknown): void {
    if (error instanceof VectorsError && error.code === indexLost) opening = null
  }

  function ensureOpen(): Promise<void> {
    opening ??= open().catch((error: unknown) => {
      opening = null
      throw error
    })
    return opening
  }

  async function open(): Promise<void> {
    doing = 'opening'
    const head = await source.head()
    const loaded = await thread.ask('load', { index, place })
    const refused = loaded.refused ?? whyUnfit(loaded.progress, head)
    if (refused !== null) telemetry.log.warn({ code: refused }, 'a vector index is made anew')
    if (loaded.progress !== null && refused === null && head.vectors >= limits.graphFrom / 2) {
      progress = loaded.progress
      isFromFiles = true
      state = await thread.ask('retire', { index, which: 'worn', toGraph: true })
      return
    }
    const kind = head.vectors >= limits.graphFrom ? 'graph' : 'exact'
    state = await thread.ask('create', { index, place, kind })
    progress = { reached: 0, walk: { afterChunk: 0, from: head.number } }
    // What is compared one by one is there in no time: the first search need not go without.
    if (kind === 'exact') while (progress.walk !== null) await walkOn(progress.walk)
  }

  async function bringUpToDate(): Promise<void> {
    await ensureOpen()
    isWoken = false
    while (!closed && (await takeStep())) if (unsaved >= limits.saveVectors) await save()
    doing = 'nothing'
    if (state.isUnsaved && !closed) later(limits.saveMs, save)
  }

  /** False when there is nothing to do. */
  async function takeStep(): Promise<boolean> {
    if (progress.walk !== null) {
      doing = 'rebuilding'
      await walkOn(progress.walk)
      return true
    }
    const changes = await source.changes(progress.reached, page)
    if (changes === null) {
      await walkAnew()
      return true
    }
    if (changes.length > 0) {
      doing = 'catching-up'
      await take(changes)
      return true
    }
    if (isFromFiles && (await isDoubtful())) {
      await walkAnew()
      return true
    }
    isBehind = isWoken
    return takeOverRetired()
  }

  /** Takes the next vectors of the source's, all of which are being read. */
  async function walkOn(walk: NonNullable<Progress['walk']>): Promise<void> {
    const vectors = await source.vectors(walk.afterChunk, page)
    await put(vectors)
    const last = vectors.at(-1)
    if (last !== undefined) {
      progress = { ...progress, walk: { ...walk, afterChunk: last.chunkId } }
      return
    }
    state = await thread.ask('dropRetired', { index })
    progress = { reached: walk.from, walk: null }
  }

  /** Reads every vector again; those that are in the index are found until their turn comes. */
  async function walkAnew(): Promise<void> {
    isBehind = true
    isFromFiles = false
    const { number } = await source.head()
    state = await thread.ask('retire', { index, which: 'all', toGraph: false })
    progress = { reached: progress.reached, walk: { afterChunk: 0, from: number } }
  }

  async function take(changes: readonly VectorChange[]): Promise<void> {
    const latest = new Map(changes.map(({ chunkId, vector }) => [chunkId, vector]))
    const removed: number[] = []
    const added: ChunkVector[] = []
    for (const [chunkId, vector] of latest) {
      if (vector === null) removed.push(chunkId)
      else added.push({ chunkId, vector })
    }
    if (removed.length > 0) state = await thread.ask('remove', { index, chunkIds: removed })
    await put(added)
    unsaved += removed.length
    progress = { ...progress, reached: changes.at(-1)?.number ?? progress.reached }
  }

  async function put(vectors: readonly ChunkVector[]): Promise<void> {
    for (let done = 0; done < vectors.length; ) {
      const some = vectors.slice(done, done + (state.kind === 'graph' ? graphStep : page))
      const packed = packTogether(some)
      const chunkIds = some.map(({ chunkId }) => chunkId)
      state = await thread.ask('put', { index, chunkIds, vectors: packed }, [packed.buffer])
      done += some.length
      unsaved += some.length
    }
  }

  /** Puts what parts still hold that were given up into others, some at a time. */
  async function takeOverRetired(): Promise<boolean> {
    const toGraph = state.kind === 'exact' && state.vectors >= limits.graphFrom
    state = await thread.ask('retire', { index, which: 'worn', toGraph })
    if (state.retired === 0) return false
    doing = 'rebuilding'
    const chunkIds = await thread.ask('listRetired', { index, limit: state.kind === 'graph' ? 8 * graphStep : page })
    const vectors = await source.vectorsOf(chunkIds)
    await put(vectors)
    const given = new Set(vectors.map(({ chunkId }) => chunkId))
    const lost = chunkIds.filter((chunkId) => !given.has(chunkId))
    if (lost.length > 0) state = await thread.ask('remove', { index, chunkIds: lost })
    return true
  }

  /** Whether an index from files, once it has taken up all changes, has another number of vectors than the source. */
  async function isDoubtful(): Promise<boolean> {
    const { vectors } = await source.head()
    const later = await source.changes(progress.reached, 1)
    if (later?.length !== 0) return false
    isFromFiles = false
    if (vectors === state.vectors) return false
    telemetry.log.warn({ code: 'VECTOR_FILE_DIFFERS', vectors, have: state.vectors }, 'a vector index is made anew')
    return true
  }

  async function save(): Promise<void> {
    if (!state.isUnsaved) return
    unsaved = 0
    state = await telemetry.span('vectors.save', () => thread.ask('save', { index, progress }))
  }

  return {
    async search(search) {
      search.signal?.throwIfAborted()
      await ensureOpen()
      const isFew = (only: readonly number[]) => state.kind === 'graph' && only.length <= limits.fewChunks
      const searched = { index, place, source, thread, isFew }
      const neighbours = await searchIndex(searched, search).catch((error: unknown) => {
        noticeLoss(error)
        throw error
      })
      search.signal?.throwIfAborted()
      return { neighbours, isComplete: !isBehind }
    },
    wake() {
      isBehind = true
      if (isWoken || closed) return
      isWoken = true
      void enqueue(bringUpToDate).catch(report)
    },
    settle: () =>
      enqueue(async () => {
        await bringUpToDate()
        await save()
      }),
    state: () => ({ vectors: state.vectors, reached: progress.reached, kind: state.kind, doing, bytes: state.bytes }),
    async close(closing) {
      closed = true
      if (timer !== null) clearTimeout(timer)
      await Promise.allSettled([queue, opening])
      if (closing.save) await save()
    },
  }
}

/** Why files that can be read do not belong to this source; null when they do. */
function whyUnfit(progress: Progress | null, head: { number: number }): string | null {
  if (progress === null) return null
  return Math.max(progress.reached, progress.walk?.from ?? 0) > head.number ? 'VECTOR_FILE_AHEAD' : null
}
