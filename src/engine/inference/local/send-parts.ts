import type { StreamPart } from '../language-model.ts'

export type PartSender = {
  push(part: StreamPart): void
  /** The engine has taken what was sent last. */
  taken(): void
  /** All has been sent, and taken. */
  isEmpty(): boolean
}

/**
 * Sends the parts of an answer one message at a time: while one has not been taken, what follows waits and grows together.
 * A reader that is slower than the model so gets fewer and larger messages, never a flood of them.
 */
export function createPartSender(send: (parts: StreamPart[]) => void): PartSender {
  let waiting: StreamPart[] = []
  let isUnderway = false

  function flush(): void {
    if (isUnderway || waiting.length === 0) return
    isUnderway = true
    const parts = waiting
    waiting = []
    send(parts)
  }

  return {
    push(part) {
      const last = waiting.at(-1)
      if (last !== undefined && isDelta(last) && isDelta(part) && last.type === part.type && last.id === part.id) {
        last.text += part.text
      } else waiting.push({ ...part })
      flush()
    },
    taken() {
      isUnderway = false
      flush()
    },
    isEmpty: () => !isUnderway && waiting.length === 0,
  }
}

type Delta = Extract<StreamPart, { text: string }>
const isDelta = (part: StreamPart): part is Delta => 'text' in part
