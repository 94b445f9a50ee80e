import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutAt } from '../../../../../test/support/models/packets.ts'
import { createEventReader, type ServerEvent } from './event-stream.ts'

function readAll(packets: readonly (Uint8Array | string)[]): ServerEvent[] {
  const reader = createEventReader()
  const found = packets.flatMap((packet) => reader.take(typeof packet === 'string' ? Buffer.from(packet) : packet))
  return [...found, ...reader.end()]
}

const said = (...data: string[]) => data.map((one) => ({ name: null, data: one }))

describe('MOD-1.stream: server-sent events', () => {
  // Would catch a character or a line's end that is lost where two packets meet.
  it('are the same however the bytes are cut and the lines end', () => {
    const event = fc.record({
      name: fc.constantFrom(null, 'message', 'response.created'),
      text: fc
        .array(fc.constantFrom('a', ' ', 'é', '東京', '👩‍👩‍👧', '\u2028', '\r\n', ':'), { maxLength: 12 })
        .map((all) => all.join('')),
      noise: fc.constantFrom('', ': ping', 'id: 7', 'retry: 10'),
    })
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 8 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('', ' '),
        fc.array(fc.nat(2_000), { maxLength: 40 }),
        (events, end, space, places) => {
          const wire = events.map(({ name, text, noise }) =>
            [noise, name === null ? '' : `event:${space}${name}`, `data:${space}${JSON.stringify(text)}`, '']
              .filter((line, index) => line !== '' || index === 3)
              .map((line) => line + end)
              .join(''),
          )
          expect(readAll(cutAt(wire.join(''), places))).toEqual(
            events.map(({ name, text }) => ({ name, data: JSON.stringify(text) })),
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  it.each<[string, string, ServerEvent[]]>([
    ['several lines of data are one', 'data: [1,\ndata: 2]\n\n', said('[1,\n2]')],
    ['the last event has no empty line after it', 'data: 1\n\ndata: 2', said('1', '2')],
    ['nothing but pings', ': ping\n\nevent: ping\n\ndata:\n\ndata: \n\n', []],
    ['a mark of the byte order', '\uFEFFdata: 1\n\n', said('1')],
    ['many empty lines', '\n\n\ndata: 1\n\n\n\n', said('1')],
    ['a field that nobody knows', 'colour: red\ndata: 1\nwhat\n\n', said('1')],
  ])('%s', (_name, wire, events) => {
    expect(readAll([wire])).toEqual(events)
  })

  it('an event that was cut off has broken off, and is no bad JSON', () => {
    expect(() => readAll(['data: {"a": 1'])).toThrow(
      expect.objectContaining({ code: 'MODEL_FAILED', isTransient: true }),
    )
  })
})
