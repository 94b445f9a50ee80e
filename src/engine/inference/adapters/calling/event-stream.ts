import { setTimeout as pass } from 'node:timers/promises'
import { ModelError } from '../../model-runner.ts'

/** Characters of one event: a whole answer in one piece has its place, an endless one has not. */
const mostCharacters = 16 * 1_048_576
/** How long the end of an answer is waited for once it has said that it is done, so that its connection can be used again. */
const lastBytesMs = 100

export type ServerEvent = { name: string | null; data: string }

/**
 * The events of a body, made ready for a provider's SDK: only whole ones that say something, with `\n` at
 * the end of its lines. What SDKs would stumble over ends here: events without data, a mark of the byte order, and events
 * that never end, which they would collect until memory is gone.
 *
 * The stream breaks with ModelError MODEL_FAILED for an event that is too long, or one that was cut off. `doneMark` is an
 * event's data that is put before `[DONE]`, which SDKs keep to themselves.
 */
export function tidyEvents(
  body: ReadableStream<Uint8Array>,
  doneMark: string | null = null,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  const events = createEventReader()
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read()
          const found = done ? events.end() : events.take(value)
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
export function writeEvent({ name, data }: ServerEvent): string {
  const lines = data.split('\n').map((line) => `data: ${line}\n`)
  return `${name === null ? '' : `event: ${name}\n`}${lines.join('')}\n`
}

/** Reads server-sent events (WHATWG HTML 9.2) out of packets that may be cut anywhere. */
export function createEventReader(): {
  /** Events that end in this packet. @throws ModelError */
  take(packet: Uint8Array): ServerEvent[]
  /** The last event, when no empty line stands after it. @throws ModelError */
  end(): ServerEvent[]
} {
  const decoder = new TextDecoder()
  let line = ''
  let name: string | null = null
  let data: string[] = []
  let characters = 0
  let endedWithCarriageReturn = false

  function endEvent(): ServerEvent[] {
    const event = { name, data: data.join('\n') }
    name = null
    data = []
    characters = 0
    return event.data.trim() === '' ? [] : [event]
  }

  function endLine(): ServerEvent[] {
    const whole = line
    line = ''
    if (whole === '') return endEvent()
    const colon = whole.indexOf(':')
    const field = colon === -1 ? whole : whole.slice(0, colon)
    const value = colon === -1 ? '' : whole.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
    return []
  }

  function takeText(text: string): ServerEvent[] {
    const found: ServerEvent[] = []
    const begun = endedWithCarriageReturn && text.startsWith('\n') ? 1 : 0
    if (text !== '') endedWithCarriageReturn = text.endsWith('\r')
    // Only what is new is searched: a line may come in a million packets.
    const pieces = text.slice(begun).split(/\r\n|\n|\r/)
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) found.push(...endLine())
      line += piece
      characters += piece.length
      if (characters > mostCharacters) throw new ModelError('MODEL_FAILED', 'the server sends an event without an end')
    }
    return found
  }

  return {
    take: (packet) => takeText(decoder.decode(packet, { stream: true })),
    end() {
      const found = takeText(decoder.decode())
      found.push(...endLine(), ...endEvent())
      for (const event of found) if (event.data !== '[DONE]' && !isJson(event.data)) throw brokenOff()
      return found
    },
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const brokenOff = () => new ModelError('MODEL_FAILED', 'the answer broke off', { isTransient: true })
