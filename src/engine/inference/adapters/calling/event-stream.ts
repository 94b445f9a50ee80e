import { ModelError } from '../../model-runner.ts'

/** Characters of one event: a whole answer in one piece has its place, an endless one has not. */
const mostCharacters = 16 * 1_048_576

export type ServerEvent = { name: string | null; data: string }

/** Reads the events of an answer out of packets that may be cut anywhere. */
export type EventReader = {
  /** Events that end in this packet. @throws ModelError */
  take(packet: Uint8Array): ServerEvent[]
  /** The last event, when the answer ended with it. @throws ModelError */
  end(): ServerEvent[]
}

/** Reads server-sent events (WHATWG HTML 9.2). */
export function createEventReader(): EventReader {
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
