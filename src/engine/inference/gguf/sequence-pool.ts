import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp'
import { chooseSequence, type SequenceState } from './choose-sequence.ts'

/** Places for conversations in one context. Each keeps its state until another needs the place. */
export type SequencePool = {
  /** Waits for a free place. @throws the signal's reason */
  borrow(tokens: Token[], signal: AbortSignal): Promise<BorrowedSequence>
  /** Writes the states of the conversations that were used last, as many as are worth it, into an empty folder. */
  save(folder: string, tokenBytes: number): Promise<number>
  /** Takes up what `save` wrote, of the same model and context. */
  restore(folder: string): Promise<void>
  /** Clears all places; one that is borrowed as soon as it is given back, before anybody else gets it. */
  forget(): Promise<void>
}

export type BorrowedSequence = { sequence: LlamaContextSequence; giveBack(): void }

/** Below so many tokens, reading them again takes no longer than their state. */
const fewestSaved = 32
/** Of all states: they pass through memory. */
const mostSavedBytes = 512 * 2 ** 20

type Place = { sequence: LlamaContextSequence; usedAt: number; isFree: boolean; isToForget: boolean }

export function createSequencePool(context: LlamaContext): SequencePool {
  const places: Place[] = Array.from({ length: context.totalSequences }, () => ({
    sequence: context.getSequence(),
    usedAt: 0,
    isFree: true,
    isToForget: false,
  }))
  const waiting: (() => void)[] = []
  let used = 0

  function take(tokens: Token[]): BorrowedSequence | null {
    const free = places.filter(({ isFree }) => isFree).map((place) => stateOf(place, tokens))
    const chosen = chooseSequence(free, tokens.length)
    if (chosen === null) return null
    const { place } = chosen
    place.isFree = false
    return {
      sequence: place.sequence,
      giveBack() {
        place.usedAt = ++used
        // A place that can't be cleared ends the process, and what was known with it: nobody waits for this.
        if (place.isToForget) void clear(place)
        else release(place)
      },
    }
  }

  function release(place: Place): void {
    place.isFree = true
    waiting.shift()?.()
  }

  /** Nobody gets the place meanwhile. */
  async function clear(place: Place): Promise<void> {
    place.isFree = false
    await place.sequence.clearHistory()
    place.isToForget = false
    release(place)
  }

  return {
    async save(folder, tokenBytes) {
      let room = mostSavedBytes
      let saved = 0
      const known = places.filter(({ isToForget }) => !isToForget)
      for (const { sequence } of known.toSorted((a, b) => b.usedAt - a.usedAt)) {
        const bytes = sequence.nextTokenIndex * tokenBytes
        if (sequence.nextTokenIndex < fewestSaved || bytes > room) continue
        room -= bytes
        await sequence.saveStateToFile(join(folder, `${saved++}.state`))
      }
      return saved
    },
    async restore(folder) {
      const names = (await readdir(folder)).sort()
      for (const [index, { sequence }] of places.entries()) {
        const name = names[index]
        // Written by this very program for this very file, and sealed in between.
        if (name !== undefined) await sequence.loadStateFromFile(join(folder, name), { acceptRisk: true })
      }
    },
    async forget() {
      for (const place of places) place.isToForget = true
      await Promise.all(places.filter(({ isFree }) => isFree).map(clear))
    },
    async borrow(tokens, signal) {
      for (;;) {
        // Who was woken and leaves lets the next one have the place.
        if (signal.aborted) waiting.shift()?.()
        signal.throwIfAborted()
        const borrowed = take(tokens)
        if (borrowed !== null) return borrowed
        await turn(waiting, signal)
      }
    },
  }
}

function stateOf(place: Place, tokens: Token[]): SequenceState & { place: Place } {
  const { sequence, usedAt } = place
  const shared = sequence.compareContextTokens(tokens).firstDifferentIndex
  return { place, held: sequence.nextTokenIndex, shared, usedAt }
}

/** Resolves when a place was given back; rejects with the signal's reason. */
async function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  waiting.push(resolve)
  const leave = () => {
    const place = waiting.indexOf(resolve)
    if (place >= 0) waiting.splice(place, 1)
    reject(signal.reason)
  }
  signal.addEventListener('abort', leave, { once: true })
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
