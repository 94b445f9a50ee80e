import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'

/** At most so much of an answer is lost when the engine is killed: what came since then, or so many characters. */
const everyMs = 500
const everyCharacters = 1_000

/** Keeps what has arrived of an answer while it is written. */
export type ProgressKeeper = Disposable & {
  /** `sources`: the documents that its model was given. */
  note(text: string, sources: readonly string[]): void
}

/** The first piece is kept at once. A write that fails is logged: the answer goes on, and its end is written in any case. */
export function keepProgress(
  { store, telemetry }: { store: Store; telemetry: Telemetry },
  messageId: string,
): ProgressKeeper {
  let latest: { text: string; sources: readonly string[] } | null = null
  let keptAt = Number.NEGATIVE_INFINITY
  let keptLength = 0
  let isWriting = false
  let isOver = false
  let timer: NodeJS.Timeout | null = null

  function write(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (latest === null || isWriting || isOver) return
    const { text, sources } = latest
    latest = null
    isWriting = true
    keptLength = text.length
    void store
      .write('messages.progress', { messageId, text, sources })
      .catch((err) => telemetry.log.warn({ err }, 'what had arrived of an answer was not kept'))
      .finally(() => {
        isWriting = false
        keptAt = performance.now()
        look()
      })
  }

  function look(): void {
    if (latest === null || isOver) return
    const wait = keptAt + everyMs - performance.now()
    // Each write is of the whole text: those of a very long one are further apart.
    const step = Math.max(everyCharacters, keptLength / 10)
    if (wait <= 0 || latest.text.length - keptLength >= step) write()
    else timer ??= setTimeout(write, wait)
  }

  return {
    note(text, sources) {
      latest = { text, sources }
      look()
    },
    [Symbol.dispose]() {
      isOver = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
