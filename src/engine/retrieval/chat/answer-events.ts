import type { AnswerEvent } from '../../../contract/chat.ts'

/** Events of an answer on their way to whoever reads them. What is told does not wait for the reader. */
export type AnswerEvents = {
  tell(event: AnswerEvent): void
  /** Nothing more comes; with an error the reader gets it after all that was told. */
  end(error?: unknown): void
  /** To be read once. `onLeave`: the reader has gone before the end. */
  read(onLeave: () => void): AsyncGenerator<AnswerEvent, void>
}

/** Pieces of text that follow each other within this time, or up to so many characters, are told as one. */
const togetherMs = 50
const togetherCharacters = 200

type Delta = Extract<AnswerEvent, { type: 'text-delta' | 'reasoning-delta' }>

/** A first piece of text is told at once, and those after it in small steps: a fast model would otherwise flood its reader. */
export function createAnswerEvents(): AnswerEvents {
  const queue: AnswerEvent[] = []
  let held: Delta | null = null
  let lastDelta = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let ended: { error?: unknown } | null = null
  let hasGone = false
  let wake: () => void = () => undefined

  function add(event: AnswerEvent): void {
    queue.push(event)
    wake()
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (held === null) return
    lastDelta = performance.now()
    add(held)
    held = null
  }

  function tellDelta(delta: Delta): void {
    if (delta.text === '') return
    if (held !== null && held.type !== delta.type) flush()
    held = held === null ? delta : { ...held, text: held.text + delta.text }
    const wait = lastDelta + togetherMs - performance.now()
    if (wait <= 0 || held.text.length >= togetherCharacters) flush()
    else timer ??= setTimeout(flush, wait)
  }

  return {
    tell(event) {
      if (hasGone) return
      if (event.type === 'text-delta' || event.type === 'reasoning-delta') return tellDelta(event)
      flush()
      add(event)
    },
    end(error) {
      flush()
      ended ??= error === undefined ? {} : { error }
      wake()
    },
    async *read(onLeave) {
      try {
        while (true) {
          const next = queue.shift()
          if (next !== undefined) yield next
          else if (ended === null) await new Promise<void>((resolve) => (wake = resolve))
          else if ('error' in ended) throw ended.error
          else return
        }
      } finally {
        hasGone = true
        queue.length = 0
        if (ended === null) onLeave()
      }
    },
  }
}
