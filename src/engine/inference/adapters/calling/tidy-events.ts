import { setTimeout as pass } from 'node:timers/promises'
import { beginAnswer } from './answer-shape.ts'
import type { EventReader, ServerEvent } from './event-stream.ts'

/** How long the end of an answer is waited for once it has said that it is done, so that its connection can be used again. */
const lastBytesMs = 100

/**
 * An answer as events, made ready for a provider's SDK: only whole ones that say something, with `\n` at
 * the end of its lines, and one JSON object as one event. What SDKs would stumble over ends here: events without data, a
 * mark of the byte order, and events that never end, which they would collect until memory is gone.
 *
 * The stream breaks with ModelError MODEL_FAILED for a page, an event that is too long, or one that was cut off. `doneMark`
 * is an event's data that is put before `[DONE]`, which SDKs keep to themselves.
 */
export function tidyEvents(
  body: ReadableStream<Uint8Array>,
  doneMark: string | null = null,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  let events: EventReader | null = null
  function take(packet: Uint8Array): ServerEvent[] {
    if (events !== null) return events.take(packet)
    const begun = beginAnswer(packet)
    events = begun?.reader ?? null
    return begun?.reader.take(begun.first) ?? []
  }
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read()
          const found = done ? (events?.end() ?? []) : take(value)
          // One packet for all: each is a way through several queues.
          const last = found.find(isLast)
          if (last !== undefined) await Promise.race([readOut(reader), pass(lastBytesMs, undefined, { ref: false })])
          const marked = found.flatMap((event) =>
            event === last && doneMark !== null ? [{ name: null, data: doneMark }, event] : [event],
          )
          if (marked.length > 0) controller.enqueue(new TextEncoder().encode(marked.map(writeEvent).join('')))
          if (done) return controller.close()
          if (found.length > 0) return
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** OpenAI's and Anthropic's word for the end of an answer. */
const isLast = ({ name, data }: ServerEvent) => data === '[DONE]' || name === 'message_stop'

/** Reads on to the end. What goes wrong after the answer is whole is of no interest. */
async function readOut(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (let packets = 0; packets < 16; packets++) {
    const { done } = await reader.read().catch(() => ({ done: true }))
    if (done) return
  }
}

/** An event as it stands on the wire. */
function writeEvent({ name, data }: ServerEvent): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`)
  return `${name === null ? '' : `event: ${name}\n`}${lines.join('')}\n`
}
