import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startProbeServer } from '../../support/doors/doors.ts'

type Server = Awaited<ReturnType<typeof startProbeServer>>

const opened: Server[] = []
afterEach(async () => {
  for (const server of opened.splice(0)) await server.app.close()
})

async function openSocket() {
  const server = await startProbeServer()
  opened.push(server)
  const headers = { authorization: `Bearer ${server.access.bearerToken}` }
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, { headers, perMessageDeflate: false })
  await once(socket, 'open')
  return { server, socket }
}

const bytesInUse = () => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

describe('API-1.websocket: on the wire', () => {
  // Catches a server that keeps for a reader what the reader does not take: here a program that knows nothing of
  // credit and stops reading 100 MB of events.
  test('a stalled reader holds the stream back, and its memory with it', async () => {
    const { server, socket } = await openSocket()
    socket.pause()
    const before = bytesInUse()
    socket.send(JSON.stringify({ i: '1', p: { u: '/count', b: { json: { to: 100_000, padding: 1_000 } } } }))
    let produced = -1
    while (produced !== server.seen.produced || produced === 0) {
      produced = server.seen.produced
      await wait(200)
    }
    const held = bytesInUse() - before
    console.info(`stalled after ${produced} events of 1 kB, with ${Math.round(held / 1e6)} MB more memory in use`)
    expect(produced).toBeLessThan(15_000)
    expect(held).toBeLessThan(60e6)

    const numbers: number[] = []
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { p?: { d?: { json?: { number?: number } } } }
      const number = frame.p?.d?.json?.number
      if (number !== undefined) numbers.push(number)
    })
    socket.resume()
    while (server.seen.ended === 0 || numbers.length < 100_000) await wait(20)
    expect(numbers.every((number, index) => number === index)).toBe(true)
    socket.terminate()
  })

  // Catches a host that a broken client can crash or fill, and a channel left open in an unknown state.
  test.each([
    ['text that is no JSON', 'hello'],
    ['JSON that is no call', '[1, 2'],
    ['bytes that are no call', Buffer.from([255, 254, 0, 1])],
    ['a call to nowhere on a broken address', JSON.stringify({ i: '1', p: { u: 'http://[' } })],
  ])('%s closes the socket with its reason, and only that socket', async (_what, frame) => {
    const { server, socket } = await openSocket()
    socket.send(frame)
    const [code] = await once(socket, 'close')
    expect(code).toBe(1007)
    const response = await fetch(`${server.address}/health/live`)
    expect(await response.json()).toEqual({ status: 'live' })
  })

  test('a frame far beyond the limit closes the socket', async () => {
    const { socket } = await openSocket()
    socket.send('x'.repeat(2 * 1024 * 1024))
    const [code] = await once(socket, 'close')
    expect(code).toBe(1009)
  })

  // Catches credit that a client invents for streams it does not have.
  test('credit for no stream is ignored', async () => {
    const { socket } = await openSocket()
    socket.send('credit nothing 5')
    socket.send(JSON.stringify({ i: '1', p: { u: '/echo', b: { json: { word: 'on' } } } }))
    const [data] = await once(socket, 'message')
    expect(JSON.parse(String(data))).toMatchObject({ i: '1', p: { b: { json: { word: 'on' } } } })
    socket.terminate()
  })
})
