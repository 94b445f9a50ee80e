import type { ServingSpace, StoredPlace } from '../../store/repositories/library-spaces.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { IndexPlace, VectorIndex, Vectors } from '../../vectors/vectors.ts'
import { vectorSourceOf } from './vector-source.ts'

/** What a library is searched by. `hasAllVectors`: every chunk has its vector; an index that is behind says so itself. */
export type ServingIndex = { modelId: string; index: VectorIndex; hasAllVectors: boolean }

/** The vector indexes of all libraries, kept the same as the store. */
export type LibraryIndexes = {
  /** Null for a library without vectors. @throws Failure LIBRARY_NOT_FOUND */
  serving(library: string): Promise<ServingIndex | null>
  /** Resolves when the index of a library and a space holds all that the store has, and is on disk where it is kept there. */
  settle(place: StoredPlace): Promise<void>
  /** To be called when something was written: what concerns an index is taken up soon. */
  noticeWrite(): void
  /** Takes up at once what was written. */
  catchUp(): Promise<void>
  /** Makes sure that no file holds a vector any more that a library does not have. */
  purge(libraryKeys: readonly number[]): Promise<void>
  /**
   * Deletes what libraries left that are gone, and indexes of models that they gave up. Housekeeping that nobody has to wait
   * for: it never rejects, a failure is logged.
   */
  sweep(): Promise<void>
  /** To be called before the vectors are closed. */
  close(): Promise<void>
}

/** What many writes one after another bring is taken up together. */
const gatherMs = 100
/** Changes that indexes have on disk are removed from the log after this time without any. */
const pruneMs = 30_000
const prunedTogether = 5_000

type Opened = { place: StoredPlace; index: VectorIndex }

export function createLibraryIndexes({
  store,
  telemetry,
  vectors,
  onQueued = () => undefined,
}: {
  store: Store
  telemetry: Telemetry
  vectors: Vectors
  /** There is a new job that makes vectors. */
  onQueued?: () => void
}): LibraryIndexes {
  const opened = new Map<string, Opened>()
  const counted = new Map<string, { at: number; vectors: number }>()
  /** At the last look. */
  let known: readonly StoredPlace[] = []
  let lastChange: number | null = null
  let lastQueued = ''
  let gathering: NodeJS.Timeout | null = null
  let pruning: NodeJS.Timeout | null = null
  let work: Promise<void> = Promise.resolve()
  let closed = false

  function open(place: StoredPlace): VectorIndex {
    const name = nameOf(place)
    const known = opened.get(name)
    if (known !== undefined) return known.index
    const index = vectors.open(placeOf(place), vectorSourceOf(store, place))
    opened.set(name, { place, index })
    return index
  }

  /** Counting a hundred thousand takes some milliseconds, which not every search has to wait. */
  async function countVectors({ lastChange: at, ...place }: ServingSpace): Promise<number> {
    const name = nameOf(place)
    const known = counted.get(name)
    if (known?.at === at) return known.vectors
    const { number, vectors: count } = await store.read('vectorSource.head', {
      libraryKey: place.libraryKey,
      spaceKey: place.key,
    })
    counted.set(name, { at: number, vectors: count })
    return count
  }

  /** One look after the other; a failure is the caller's, and what comes after is done all the same. */
  function inTurn(task: () => Promise<void>): Promise<void> {
    const done = work.then(task)
    work = done.catch(() => undefined)
    return done
  }

  async function look(): Promise<void> {
    const queued = (await store.read('vectorSource.queuedJobs', null)).join()
    if (queued !== '' && queued !== lastQueued) onQueued()
    lastQueued = queued
    const places = await store.read('librarySpaces.list', null)
    await forgetOthers(places)
    const before = lastChange
    lastChange = await store.read('vectorSource.last', null)
    // What was there before is taken up by the first search.
    if (before === null || before === lastChange) return
    const changed = await store.read('vectorSource.changedPlaces', { after: before })
    for (const place of places) {
      const isChanged = changed.some(
        ({ libraryKey, spaceKey }) => libraryKey === place.libraryKey && spaceKey === place.key,
      )
      if (isChanged) open(place).wake()
    }
    laterPrune()
  }

  /** Deletes what libraries gave up since the last look, whether anybody searched it or not. */
  async function forgetOthers(places: readonly StoredPlace[]): Promise<void> {
    const names = new Set(places.map(nameOf))
    const earlier = [...known, ...opened.values().map(({ place }) => place)]
    const given = new Map(earlier.filter((place) => !names.has(nameOf(place))).map((place) => [nameOf(place), place]))
    for (const [name, place] of given) {
      opened.delete(name)
      counted.delete(name)
      await vectors.drop(placeOf(place))
    }
    if (given.size > 0) await removeUnused()
    known = places
  }

  async function removeUnused(): Promise<void> {
    while (!closed && (await store.write('unusedVectors.step', null)));
  }

  function laterPrune(): void {
    if (pruning !== null) clearTimeout(pruning)
    pruning = setTimeout(() => void inTurn(prune).catch(report), pruneMs).unref()
  }

  async function prune(): Promise<void> {
    for (const { place, index } of opened.values()) {
      if (closed) return
      await index.settle()
      const { reached } = index.state()
      const input = { libraryKey: place.libraryKey, spaceKey: place.key, reached, limit: prunedTogether }
      while (!closed && (await store.write('vectorSource.prune', input)));
    }
  }

  function report(err: unknown): void {
    if (!closed) telemetry.log.error({ err }, 'vector indexes were not looked after')
  }

  return {
    async serving(library) {
      const space = await store.read('librarySpaces.serving', { library })
      if (space === null) return null
      const hasAllVectors = (await countVectors(space)) >= space.chunks
      return { modelId: space.modelId, index: open(space), hasAllVectors }
    },
    async settle(place) {
      const index = open(place)
      index.wake()
      await index.settle()
    },
    noticeWrite() {
      if (closed) return
      gathering ??= setTimeout(() => {
        gathering = null
        void inTurn(look).catch(report)
      }, gatherMs).unref()
    },
    catchUp: () => inTurn(look),
    purge: (libraryKeys) =>
      inTurn(async () => {
        await look()
        const places = await store.read('librarySpaces.list', null)
        await vectors.sweep(places.map(placeOf))
        for (const place of places.filter(({ libraryKey }) => libraryKeys.includes(libraryKey))) {
          const name = nameOf(place)
          const known = opened.get(name)
          if (known?.index.state().kind === 'exact') {
            // It lies in memory only.
            await known.index.settle()
            continue
          }
          // A graph only crosses out what was removed. It is made anew, without it, while searches go on by words.
          opened.delete(name)
          await vectors.drop(placeOf(place))
          if (known !== undefined) open(place)
        }
      }),
    sweep: () =>
      inTurn(async () => {
        lastChange ??= await store.read('vectorSource.last', null)
        const places = await store.read('librarySpaces.list', null)
        await vectors.sweep(places.map(placeOf))
        await removeUnused()
        await forgetOthers(places)
      }).catch(report),
    async close() {
      closed = true
      if (gathering !== null) clearTimeout(gathering)
      if (pruning !== null) clearTimeout(pruning)
      await work
    },
  }
}

function nameOf({ libraryId, fingerprint }: StoredPlace): string {
  return `${libraryId}/${fingerprint}`
}

function placeOf({ libraryId, fingerprint, dimensions }: StoredPlace): IndexPlace {
  return { libraryId, fingerprint, dimensions }
}
