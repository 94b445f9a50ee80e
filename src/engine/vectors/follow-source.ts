import type { Telemetry } from '../telemetry/telemetry.ts'
import type { ResidentState } from './index-task.ts'
import type { IndexThread } from './index-thread.ts'
import { packTogether } from './pack-together.ts'
import type { Progress } from './progress.ts'
import type { ChunkVector, IndexPlace, IndexState, VectorChange, VectorSource } from './vectors.ts'

export type FollowerOptions = {
  /** The number that the thread knows the index by. */
  index: number
  place: IndexPlace
  source: VectorSource
  thread: IndexThread
  telemetry: Telemetry
  /** From this many vectors on a graph is built. */
  graphFrom: number
}

/** Brings one index to what its source has, in steps. One call at a time. */
export type Follower = {
  /** Reads the index from its files, or begins a new one: one that is scanned is filled at once. */
  open(): Promise<void>
  /**
   * Takes up some of what is missing. `behind`: there was something, and there may be more; `tidying`: the index has
   * everything, and some was put in better order; `done`: nothing is left to do.
   */
  step(): Promise<'behind' | 'tidying' | 'done'>
  /** Gives up every part that holds anything which does not count any more; `step` puts the rest of it into others. */
  giveUpStained(): Promise<void>
  /** Writes what the files do not have; nothing for an index that is scanned. */
  save(): Promise<void>
  state(): Omit<IndexState, 'doing'> & { isRebuilding: boolean; isUnsaved: boolean; unsavedVectors: number }
}

/** Rows of changes, or of vectors to scan, that are asked of the source at once. */
const page = 1_024

/** The same for a graph: a hurried end waits for as many. */
const graphPage = 256

/** Vectors that are put into a graph at once: a search waits for them, about 25 ms. */
const graphStep = 32

export function followSource({ index, place, source, thread, telemetry, graphFrom }: FollowerOptions): Follower {
  let progress: Progress = { reached: 0, walk: null }
  let resident: ResidentState = { vectors: 0, retired: 0, kind: 'exact', bytes: 0, isUnsaved: false }
  /** What the files say has not been compared with the source. */
  let isFromFiles = false
  let unsavedVectors = 0

  const isGraph = () => resident.kind === 'graph'

  async function open(): Promise<void> {
    const head = await source.head()
    const loaded = await thread.ask('load', { index, place })
    const refused = loaded.refused ?? whyUnfit(loaded.progress, head)
    if (refused !== null) telemetry.log.warn({ code: refused }, 'a vector index is made anew')
    // One that shrinks keeps its graph for a while, or it would be made anew whenever it crosses the line.
    if (loaded.progress !== null && refused === null && head.vectors >= graphFrom / 2) {
      progress = loaded.progress
      isFromFiles = true
      resident = await thread.ask('retire', { index, which: 'worn', toGraph: true })
      return
    }
    const kind = head.vectors >= graphFrom ? 'graph' : 'exact'
    resident = await thread.ask('create', { index, place, kind })
    progress = { reached: 0, walk: { afterChunk: 0, from: head.number } }
    // It is there in no time: the first search need not go without.
    if (kind === 'exact') while (progress.walk !== null) await walkOn(progress.walk)
  }

  async function step(): Promise<'behind' | 'tidying' | 'done'> {
    if (progress.walk !== null) {
      await walkOn(progress.walk)
      return 'behind'
    }
    const changes = await source.changes(progress.reached, isGraph() ? graphPage : page)
    if (changes === null || (changes.length === 0 && (await isDoubtful()))) {
      await walkAnew()
      return 'behind'
    }
    if (changes.length > 0) {
      await take(changes)
      return 'behind'
    }
    return (await takeOverRetired()) ? 'tidying' : 'done'
  }

  /** Takes the next vectors while every one of the source's is read. */
  async function walkOn(walk: NonNullable<Progress['walk']>): Promise<void> {
    const vectors = await source.vectors(walk.afterChunk, isGraph() ? graphPage : page)
    await put(vectors)
    const last = vectors.at(-1)
    if (last !== undefined) {
      progress = { ...progress, walk: { ...walk, afterChunk: last.chunkId } }
      return
    }
    resident = await thread.ask('dropRetired', { index })
    progress = { reached: walk.from, walk: null }
  }

  /** Begins to read every vector again; those that are in the index are found until their turn comes. */
  async function walkAnew(): Promise<void> {
    isFromFiles = false
    const { number } = await source.head()
    resident = await thread.ask('retire', { index, which: 'all', toGraph: false })
    progress = { ...progress, walk: { afterChunk: 0, from: number } }
  }

  async function take(changes: readonly VectorChange[]): Promise<void> {
    const latest = new Map(changes.map(({ chunkId, vector }) => [chunkId, vector]))
    const removed: number[] = []
    const added: ChunkVector[] = []
    for (const [chunkId, vector] of latest) {
      if (vector === null) removed.push(chunkId)
      else added.push({ chunkId, vector })
    }
    await remove(removed)
    await put(added)
    progress = { ...progress, reached: changes.at(-1)?.number ?? progress.reached }
  }

  async function put(vectors: readonly ChunkVector[]): Promise<void> {
    for (let done = 0; done < vectors.length; ) {
      const some = vectors.slice(done, done + (isGraph() ? graphStep : page))
      const packed = packTogether(some)
      const chunkIds = some.map(({ chunkId }) => chunkId)
      resident = await thread.ask('put', { index, chunkIds, vectors: packed }, [packed.buffer])
      done += some.length
      unsavedVectors += some.length
    }
  }

  async function remove(chunkIds: number[]): Promise<void> {
    if (chunkIds.length === 0) return
    resident = await thread.ask('remove', { index, chunkIds })
    unsavedVectors += chunkIds.length
  }

  /** Puts some of what is left in parts that were given up into others; false when there is nothing. */
  async function takeOverRetired(): Promise<boolean> {
    const toGraph = !isGraph() && resident.vectors >= graphFrom
    resident = await thread.ask('retire', { index, which: 'worn', toGraph })
    if (resident.retired === 0) return false
    const chunkIds = await thread.ask('listRetired', { index, limit: isGraph() ? graphPage : page })
    const vectors = await source.vectorsOf(chunkIds)
    await put(vectors)
    const given = new Set(vectors.map(({ chunkId }) => chunkId))
    await remove(chunkIds.filter((chunkId) => !given.has(chunkId)))
    return true
  }

  /** Whether an index from files, once it has taken up all changes, has another number of vectors than the source. */
  async function isDoubtful(): Promise<boolean> {
    if (!isFromFiles) return false
    const { vectors } = await source.head()
    const later = await source.changes(progress.reached, 1)
    if (later?.length !== 0) return false
    isFromFiles = false
    if (vectors === resident.vectors) return false
    const facts = { code: 'VECTOR_FILE_DIFFERS', have: resident.vectors, vectors }
    telemetry.log.warn(facts, 'a vector index is made anew')
    return true
  }

  return {
    open,
    step,
    async giveUpStained() {
      resident = await thread.ask('retire', { index, which: 'stained', toGraph: false })
    },
    async save() {
      if (!resident.isUnsaved) return
      // Also when it fails: the next try is not due sooner for that.
      unsavedVectors = 0
      resident = await telemetry.span('vectors.save', () => thread.ask('save', { index, progress }))
    },
    state: () => ({
      vectors: resident.vectors,
      reached: progress.reached,
      kind: resident.kind,
      bytes: resident.bytes,
      isRebuilding: progress.walk !== null || resident.retired > 0,
      isUnsaved: resident.isUnsaved,
      unsavedVectors,
    }),
  }
}

/** Why files that can be read do not belong to this source; null when they do. */
function whyUnfit(progress: Progress | null, head: { number: number }): string | null {
  if (progress === null) return null
  return Math.max(progress.reached, progress.walk?.from ?? 0) > head.number ? 'VECTOR_FILE_AHEAD' : null
}
