import { availableParallelism } from 'node:os'
import { isMemoryShort, type MemoryUse, measureMemory } from '../running/memory.ts'
import { createSlots, type Slots } from '../running/slots.ts'
import { createReaderPool, type ReaderHealth, type ReaderPool } from './reader-pool.ts'

/** The readers and the places to use them, held by a job while it runs. */
export type ReadingPlace = { pool: ReaderPool; slots: Slots; memoryIsShort: () => boolean } & Disposable

export type ReadingRoom = {
  /** `readers` as the setting has it. A change takes effect when no job runs. */
  enter(readers: number): ReadingPlace
  /** Null while there is no pool, because nothing has been read yet. */
  health(): ReaderHealth | null
  close(): Promise<void>
}

/** Beside a file that is read, one that waits so that no reader idles, and one that is being committed. */
const filesPerReader = 3

/** Originals in work together, so that their texts and buffers stay within the memory of a small machine. */
const bytesAtOnce = 64 * 1_048_576

/** One pool of readers for all jobs. */
export function createReadingRoom(memory: () => MemoryUse = measureMemory): ReadingRoom {
  type Room = { threads: number; pool: ReaderPool; slots: Slots; visitors: number }
  let room: Room | null = null
  const closing = new Set<Promise<void>>()
  const memoryIsShort = () => isMemoryShort(memory())

  function leave(old: Room): void {
    const closed = old.pool.close().finally(() => closing.delete(closed))
    closing.add(closed)
  }

  function open(threads: number): Room {
    if (room !== null && (room.threads === threads || room.visitors > 0)) return room
    if (room !== null) leave(room)
    const slots = createSlots({ places: threads * filesPerReader, bytes: bytesAtOnce }, () => isMemoryShort(memory()))
    room = { threads, pool: createReaderPool({ threads }), slots, visitors: 0 }
    return room
  }

  return {
    enter(readers) {
      const entered = open(readers === 0 ? Math.min(4, Math.max(1, availableParallelism() - 1)) : readers)
      entered.visitors += 1
      let gone = false
      return {
        pool: entered.pool,
        slots: entered.slots,
        memoryIsShort,
        [Symbol.dispose]() {
          if (!gone) entered.visitors -= 1
          gone = true
        },
      }
    },
    health: () => room?.pool.health() ?? null,
    async close() {
      if (room !== null) leave(room)
      room = null
      await Promise.all(closing)
    },
  }
}
