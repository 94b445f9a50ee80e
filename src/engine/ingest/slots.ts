/** A place among the files in work; disposing of it frees it. */
export type Slot = Disposable

/** What a file takes of the bound: its bytes, and a whole place or, for one line of a corpus, a part of one. */
export type SlotSize = { bytes: number; places: number }

export type Slots = {
  /** Waits for room, first come first served. Rejects with the signal's reason when aborted before there was any. */
  take(size: SlotSize, signal: AbortSignal): Promise<Slot>
}

/**
 * The bound on what is in work at once, shared by all jobs. A larger file waits until it is alone. Jobs ask for one
 * file at a time, so they take turns file by file.
 */
export function createSlots(limit: SlotSize): Slots {
  type Waiting = { size: SlotSize; grant(): void }
  const waiting: Waiting[] = []
  let holders = 0
  const taken: SlotSize = { bytes: 0, places: 0 }

  function change(size: SlotSize, sign: 1 | -1): void {
    holders += sign
    taken.bytes += sign * size.bytes
    // Parts of a place add up to a place only roughly; with nobody there, there is nothing.
    taken.places = holders === 0 ? 0 : taken.places + sign * size.places
  }

  function admit(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const { bytes, places } = next.size
      const fits = taken.places + places <= limit.places && taken.bytes + bytes <= limit.bytes
      if (!fits && holders > 0) return
      waiting.shift()
      next.grant()
    }
  }

  return {
    take: (size, signal) =>
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
        waiting.push(request)
        admit()
      }),
  }
}
