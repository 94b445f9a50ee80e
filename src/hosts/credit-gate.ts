/** Counts the events that a reader is ready to take. */
export class CreditGate {
  #credit: number
  #waiting: (() => void) | null = null

  constructor(credit: number) {
    this.#credit = credit
  }

  grant(events: number): void {
    this.#credit += events
    this.#wake()
  }

  /** Takes credit for one event, waiting for it if need be; false when `signal` aborted first. One taker at a time. */
  async take(signal: AbortSignal | undefined): Promise<boolean> {
    const wake = () => this.#wake()
    signal?.addEventListener('abort', wake, { once: true })
    try {
      while (this.#credit < 1 && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          this.#waiting = resolve
        })
      }
    } finally {
      signal?.removeEventListener('abort', wake)
    }
    if (signal?.aborted) return false
    this.#credit -= 1
    return true
  }

  #wake(): void {
    this.#waiting?.()
    this.#waiting = null
  }
}

export type GateOptions = { gate: CreditGate; signal: AbortSignal | undefined; onEnd(): void }

/**
 * `source`, asked for an event only when the reader has given credit for it: nothing is computed ahead of the reader
 * beyond the window, and a reader that went away while the stream waited ends the source.
 */
export function gateStream(
  source: AsyncIteratorObject<unknown, unknown, void>,
  { gate, signal, onEnd }: GateOptions,
): AsyncIteratorObject<unknown, unknown, void> {
  const end = async (value?: unknown) => {
    onEnd()
    await source.return?.(value)
    return { done: true as const, value }
  }
  return {
    async next() {
      if (!(await gate.take(signal))) return end()
      try {
        const result = await source.next()
        if (result.done) onEnd()
        return result
      } catch (error) {
        onEnd()
        throw error
      }
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}
