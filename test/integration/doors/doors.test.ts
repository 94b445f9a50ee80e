import { setTimeout as wait } from 'node:timers/promises'
import { ORPCError } from '@orpc/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ErrorCode, errorCodes } from '../../../src/contract/errors.ts'
import { type DoorName, type OpenDoor, openDoor } from '../../support/doors/doors.ts'
import { errorSamples, secretOfTheCrash } from '../../support/doors/probe.ts'

const doors: { name: DoorName; id: string; remote: boolean }[] = [
  { name: 'direct', id: 'By', remote: false },
  { name: 'message-port', id: 'API-1.messageport:', remote: true },
  { name: 'websocket', id: 'API-1.websocket:', remote: true },
  { name: 'rest', id: 'API-1.rest API-1.sse:', remote: true },
]

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable('the call should have failed'),
    (error: unknown) => error,
  )

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`)
    await wait(5)
  }
}

describe.each(doors)('$id the $name door', ({ name, remote }) => {
  let door: OpenDoor
  // Cases that need a wire between the two sides are not cases of the direct call at all, so they are not skips either.
  const remotely = remote ? test : () => undefined
  beforeEach(async () => {
    door = await openDoor(name)
  })
  afterEach(() => door.close())

  // Catches a door that reorders, drops or renames parts of an answer, or lies about who came in.
  test('answers a call, and tells the engine which door it came through', async () => {
    const answer = await door.client.echo({ word: 'größe/✓ %2F', count: 3, text: 'x'.repeat(5_000) })
    expect(answer).toEqual({ word: 'größe/✓ %2F', count: 3, door: name, characters: 5_000 })
  })

  // Catches text of a query string that is not turned back into numbers, booleans and lists.
  test('carries numbers, booleans and lists as what they are', async () => {
    const input = { limit: 7, exact: true, words: ['1', 'true', 'a&b'] }
    expect(await door.client.search(input)).toEqual(input)
  })

  test('carries the bytes of files', async () => {
    const files = [new File(['één'], 'a ü.txt'), new File(['two'], 'b.txt')]
    const answer = await door.client.upload({ label: 'L', files })
    expect(answer).toEqual([
      { name: 'a ü.txt', text: 'L:één' },
      { name: 'b.txt', text: 'L:two' },
    ])
  })

  // Catches a log that cannot be followed from the page to the engine.
  test('hands the caller’s correlation id on', async () => {
    const headers = { 'x-correlation-id': 'page-12345678' }
    expect(await door.client.correlation(undefined, { context: { headers } })).toEqual({ id: 'page-12345678' })
  })

  // Catches an error that loses its code, data or status on the way.
  test.each(Object.keys(errorCodes) as ErrorCode[])('carries the declared error %s', async (code) => {
    const error = (await failure(door.client.fail({ code }))) as ORPCError<string, unknown>
    const { status, message } = errorCodes[code]
    expect({ ...error.toJSON() }).toEqual({ defined: true, code, status, message, data: errorSamples[code] })
  })

  // Catches a stack trace, path or secret that leaves the engine.
  test('answers an unknown throw without its details', async () => {
    const error = await failure(door.client.crash())
    // In the same process there is no wire to leak over: the engine's own router hides it (see the engine's tests).
    if (!remote) return expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(ORPCError)
    expect(JSON.stringify(error)).not.toContain(secretOfTheCrash)
    expect(error).toMatchObject({ status: 500, message: 'Internal server error' })
  })

  test('refuses bad input before the procedure sees it', async () => {
    const bad = { word: 'a', count: 'many' } as unknown as { word: string; count: number }
    expect(await failure(door.client.echo(bad))).toMatchObject({ code: 'BAD_REQUEST', status: 400 })
  })

  remotely('refuses a huge input, and goes on serving', async () => {
    const huge = door.client.echo({ word: 'a', text: 'x'.repeat(400 * 1024) })
    expect(await failure(huge)).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', status: 413 })
    expect(await door.client.echo({ word: 'again' })).toMatchObject({ word: 'again' })
  })

  test('streams events in order, and ends', async () => {
    const numbers: number[] = []
    for await (const event of await door.client.count({ to: 300, padding: 0 })) numbers.push(event.number)
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, index) => index))
    expect(door.seen).toMatchObject({ produced: 300, ended: 1 })
  })

  // Catches a stream that just stops where it failed, as if that were its end.
  test('ends a stream that fails with its declared error', async () => {
    const numbers: number[] = []
    const read = async () => {
      for await (const event of await door.client.count({ to: 10, padding: 0, failAfter: 2 }))
        numbers.push(event.number)
    }
    expect(await failure(read())).toMatchObject({ code: 'DISK_FULL', defined: true, data: {} })
    expect(numbers).toEqual([0, 1])
  })

  // Catches work that goes on for nobody after a person pressed Stop.
  test('aborting a call reaches the server', async () => {
    const controller = new AbortController()
    const call = failure(door.client.hang(undefined, { signal: controller.signal }))
    await until(() => door.seen.hanging === 1, 'the call arrived')
    controller.abort()
    expect(await call).toMatchObject({ name: 'AbortError' })
    await until(() => door.seen.aborted === 1 && door.seen.hanging === 0, 'the server saw the abort')
  })

  test('leaving a stream ends its generator', async () => {
    for await (const event of await door.client.count({ to: 1_000_000, padding: 100 })) {
      if (event.number === 10) break
    }
    await until(() => door.seen.ended === 1, 'the generator ran its finally')
    expect(door.seen.produced).toBeLessThan(100_000)
  })

  // Catches a call that waits for ever on a dead channel, and an engine that keeps working for a page that is gone.
  remotely('a channel closed in mid-call fails calls and streams as ENGINE_UNAVAILABLE', async () => {
    const call = failure(door.client.hang())
    const stream = await door.client.count({ to: 1_000_000, padding: 100 })
    await stream.next()
    await until(() => door.seen.hanging === 1, 'the call arrived')
    await door.breakChannel()

    const unavailable = { code: 'ENGINE_UNAVAILABLE', defined: true, status: 503, data: { reason: 'disconnected' } }
    expect(await call).toMatchObject(unavailable)
    const rest = async () => {
      for await (const _event of stream);
    }
    expect(await failure(rest())).toMatchObject(unavailable)
    await until(() => door.seen.hanging === 0 && door.seen.ended === 1, 'the server cleaned up')
  })

  // Catches a stream that is computed faster than it is read: with 100 MB of events the server's memory would fill.
  test('a stream of 100,000 events waits for a slow reader, and arrives whole and in order', async () => {
    let expected = 0
    let furthestAhead = 0
    for await (const event of await door.client.count({ to: 100_000, padding: 1_000 })) {
      // Not by an assertion: a hundred thousand of those take longer than the stream.
      if (event.number !== expected) throw new Error(`${event.number} came where ${expected} belongs`)
      expected += 1
      furthestAhead = Math.max(furthestAhead, door.seen.produced - expected)
      if (expected % 20_000 === 0) await wait(150)
    }
    expect({ expected, ended: door.seen.ended }).toEqual({ expected: 100_000, ended: 1 })
    // With credit: the window and nothing more. Over HTTP: what the sockets' own buffers hold (a few megabytes).
    expect(furthestAhead).toBeLessThanOrEqual(name === 'rest' ? 15_000 : 256)
    console.info(`${name}: at most ${furthestAhead} events ahead of a slow reader`)
  })
})
