import type { JobPriority } from '../../../contract/jobs.ts'

/** A place among the files in work; disposing of it frees it. */
export type Slot = Disposable

/** What a file takes of the bound: its bytes, and a whole place or, for one line of a corpus, a part of one. */
export type SlotSize = { bytes: number; places: number }

export type SlotRequest = SlotSize & {
  /** Normal without one. */
  priority?: JobPriority
}

export type Slots = {
  /**
   * Waits for room; of one priority, first come first served. Rejects with the signal's reason when aborted before
   * there was any.
   */
  take(request: SlotRequest, signal: AbortSignal): Promise<Slot>
}

/** Places that each priority gets while all of them want some: the low ones go on too, more slowly. */
const shares: Record<JobPriority, number> = { high: 16, normal: 4, low: 1 }

/**
 * The bound on what is in work at once, shared by all jobs. A larger file waits until it is alone, and so does every
 * file while `isShort` says that memory is. Jobs ask for one file at a time, so they take turns file by file, in the
 * shares of their priorities (stride scheduling: whoever has had least for its share is next).
 */
export function createSlots(limit: SlotSize, isShort: () => boolean = () => false): Slots {
  type Waiting = { size: SlotSize; priority: JobPriority; grant(): void }
  const waiting: Waiting[] = []
  let holders = 0
  const taken: SlotSize = { bytes: 0, places: 0 }
  /** What each priority has had, in places by its share; and what the last one had when it was its turn. */
  const passes: Record<JobPriority, number> = { high: 0, normal: 0, low: 0 }
  let turn = 0

  function change(size: SlotSize, sign: 1 | -1): void {
    holders += sign
    taken.bytes += sign * size.bytes
    // Parts of a place add up to a place only roughly; with nobody there, there is nothing.
    taken.places = holders === 0 ? 0 : taken.places + sign * size.places
  }

  function findNext(): Waiting | undefined {
    return waiting.reduce<Waiting | undefined>(
      (first, each) => (first === undefined || passes[each.priority] < passes[first.priority] ? each : first),
      undefined,
    )
  }

  function admit(): void {
    for (let next = findNext(); next !== undefined; next = findNext()) {
      const { bytes, places } = next.size
      const fits = taken.places + places <= limit.places && taken.bytes + bytes <= limit.bytes
      // Whoever is next is waited for: what fits beside the others would otherwise always overtake what does not.
      if (holders > 0 && (!fits || isShort())) return
      waiting.splice(waiting.indexOf(next), 1)
      turn = passes[next.priority]
      passes[next.priority] += places / shares[next.priority]
      next.grant()
    }
  }

  return {
    take: ({ priority = 'normal', ...size }, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason)
          return
        }
        const giveUp = () => {
          waiting.splice(waiting.indexOf(request), 1)
          reject(signal.reason)
          admit()
        }
        const request: Waiting = {
          size,
          priority,
          grant() {
            signal.removeEventListener('abort', giveUp)
            change(size, 1)
            let free = false
            resolve({
              [Symbol.dispose]() {
                if (free) return
                free = true
                change(size, -1)
                admit()
              },
            })
          },
        }
        signal.addEventListener('abort', giveUp, { once: true })
        // Who did not want any for a while has not saved up for it.
        if (!waiting.some((other) => other.priority === priority)) passes[priority] = Math.max(passes[priority], turn)
        waiting.push(request)
        admit()
      }),
  }
}
