import { ModelError } from '../../model-runner.ts'
import { createEventReader, type EventReader, type ServerEvent } from './event-stream.ts'

/** Bytes of an answer in one piece. */
const mostBytes = 32 * 1_048_576

/** Blanks, and the bytes of a mark of the byte order. */
const blanks = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf])
const [brace, bracket, angle] = [...'{[<'].map((sign) => sign.charCodeAt(0))

/**
 * The first packet of an answer without the blanks before it, with which some servers pass the time, and who reads it; null
 * for a packet of nothing else. The first sign tells, since servers say `text/event-stream` of one JSON object, and
 * `application/json` of events.
 *
 * @throws ModelError MODEL_FAILED for a page
 */
export function beginAnswer(packet: Uint8Array): { reader: EventReader; first: Uint8Array } | null {
  const begins = packet.findIndex((byte) => !blanks.has(byte))
  if (begins === -1) return null
  const first = packet.subarray(begins)
  if (first[0] === angle) throw pageInstead()
  return { reader: first[0] === brace || first[0] === bracket ? createJsonReader() : createEventReader(), first }
}

export const pageInstead = (status: number | null = null): ModelError =>
  new ModelError('MODEL_FAILED', 'the server answers with a page: is the address right?', { status })

/** A whole answer as one event, and that it was the last. */
function createJsonReader(): EventReader {
  const packets: Uint8Array[] = []
  let bytes = 0
  return {
    take(packet) {
      bytes += packet.length
      if (bytes > mostBytes) throw new ModelError('MODEL_FAILED', 'the server does not stop answering')
      packets.push(packet)
      return []
    },
    end(): ServerEvent[] {
      // Within JSON they stand between its parts only; an event would end there.
      const data = new TextDecoder().decode(Buffer.concat(packets)).replace(/\r\n?/g, '\n').trim()
      return [
        { name: null, data },
        { name: null, data: '[DONE]' },
      ]
    },
  }
}
