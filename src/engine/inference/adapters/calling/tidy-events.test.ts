import { describe, expect, it } from 'vitest'
import { inPackets } from '../../../../../test/support/models/packets.ts'
import { tidyEvents } from './tidy-events.ts'

function bodyOf(packets: Iterable<Uint8Array | string>): ReadableStream<Uint8Array> {
  const left = packets[Symbol.iterator]()
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = left.next()
      if (done === true) controller.close()
      else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : value)
    },
  })
}

async function tidy(wire: string, { size = wire.length, doneMark = null as string | null } = {}): Promise<string> {
  const packets = await Array.fromAsync(tidyEvents(bodyOf(inPackets(wire, size)), doneMark))
  return Buffer.concat(packets).toString()
}

describe('MOD-1.compatible: an answer is read by what it is, whatever it is called', () => {
  const events = 'data: {"a":1}\n\ndata: [DONE]\n\n'

  // Would catch a whole answer that is thrown away for its content type, or for a mark before it.
  it.each<[string, string, string]>([
    ['events', events, events],
    ['events after blank lines and a mark of the byte order', `\uFEFF\n\n${events}`, events],
    ['events after NUL bytes', `\0\0${events.replace('data', 'x: 1\ndata')}`, events],
    ['one object', '{"a":1}', events],
    [
      'one object with a mark of the byte order, on several lines',
      '\uFEFF\r\n{\r"a":1\r\n}\n',
      'data: {\ndata: "a":1\ndata: }\n\ndata: [DONE]\n\n',
    ],
    ['a list', '[{"a":1}]', 'data: [{"a":1}]\n\ndata: [DONE]\n\n'],
    ['nothing', ' \n', ''],
  ])('%s, however it is cut', async (_name, wire, expected) => {
    for (const size of [wire.length, 1, 2, 5]) expect(await tidy(wire, { size })).toBe(expected)
  })

  it('its end is told before the word for it, also of one object', async () => {
    expect(await tidy(events, { doneMark: '7' })).toBe('data: {"a":1}\n\ndata: 7\n\ndata: [DONE]\n\n')
    expect(await tidy('{"a":1}', { doneMark: '7' })).toBe('data: {"a":1}\n\ndata: 7\n\ndata: [DONE]\n\n')
  })

  it('a page is said to be one, though it does not say so itself', async () => {
    await expect(tidy('\n<!doctype html><p>Log in</p>')).rejects.toMatchObject({
      code: 'MODEL_FAILED',
      message: 'the server answers with a page: is the address right?',
    })
  })

  it.each<[string, string]>([
    ['an event', 'data: '],
    ['an object', '{"a":"'],
  ])('%s without an end is refused before it fills the memory', async (_name, beginning) => {
    const piece = 'x'.repeat(1_048_576)
    let sent = 0
    function* endless() {
      yield beginning
      for (;;) {
        sent++
        yield piece
      }
    }
    await expect(Array.fromAsync(tidyEvents(bodyOf(endless())))).rejects.toMatchObject({ code: 'MODEL_FAILED' })
    expect(sent).toBeLessThan(40)
  })
})
