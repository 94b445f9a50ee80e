/** A place among the files in work; disposing of it frees it. */
export type Slot = Disposable

export type Slots = {
  /** Waits for a place, first come first served. Rejects with the signal's reason when aborted before there was one. */
  take(bytes: number, signal: AbortSignal): Promise<Slot>
}

/**
 * The bound on what is in work at once, shared by all jobs: `count` files of together `bytes` bytes. A larger file waits
 * until it is alone. Jobs ask for one place at a time, so they take turns file by file.
 */
export function createSlots(limit: { count: number; bytes: number }): Slots {
  type Waiting = { bytes: number; grant(): void }
  const waiting: Waiting[] = []
  let count = 0
  let bytes = 0

  function admit(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const fits = count < limit.count && bytes + next.bytes <= limit.bytes
      if (!fits && count > 0) return
      waiting.shift()
      next.grant()
    }
  }

  return {
    take: (wanted, signal) =>
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
          bytes: wanted,
          grant() {
            signal.removeEventListener('abort', giveUp)
            count += 1
            bytes += wanted
            let free = false
            resolve({
              [Symbol.dispose]() {
                if (free) return
                free = true
                count -= 1
                bytes -= wanted
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
