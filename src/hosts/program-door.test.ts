import { once } from 'node:events'
import { connect } from 'node:net'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { oc } from '@orpc/contract'
import { implement } from '@orpc/server'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { CallContext } from '../contract/call-context.ts'
import { openProgramDoor, type ProgramDoor } from './program-door.ts'

const contract = {
  door: oc.output(z.string()),
  hang: oc,
}
const os = implement(contract).$context<CallContext>()
const router = os.router({
  door: os.door.handler(({ context }) => context.door),
  hang: os.hang.handler(() => new Promise<void>(() => undefined)),
})

const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of opened.splice(0)) await resource[Symbol.asyncDispose]()
})

async function open(): Promise<ProgramDoor> {
  const door = await openProgramDoor(router, () => undefined)
  opened.push(door)
  return door
}

/** The HTTP status of an attempt to connect; 101 when it was let in. */
async function attempt(door: ProgramDoor, headers: Record<string, string>, path = '/rpc'): Promise<number> {
  const socket = new WebSocket(door.address.replace('http', 'ws') + path, { headers })
  const outcome = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => (response as { statusCode: number }).statusCode),
  ])
  socket.on('error', () => undefined)
  socket.terminate()
  return outcome
}

test('a program with the token calls the engine; closing the door ends its calls', async () => {
  const door = await open()
  const socket = new WebSocket(`${door.address.replace('http', 'ws')}/rpc`, {
    headers: { authorization: `Bearer ${door.token}` },
  })
  await once(socket, 'open')
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  const client: ContractRouterClient<typeof contract> = createORPCClient(link)
  expect(await client.door()).toBe('websocket')
  const hanging = client.hang().then(
    () => 'answered',
    () => 'failed',
  )
  await door[Symbol.asyncDispose]()
  opened.splice(0)
  expect(await hanging).toBe('failed')
})

test('SEC-3.token, SEC-3.host, SEC-3.origin: whoever is not a program of this person is refused', async () => {
  const door = await open()
  const token = { authorization: `Bearer ${door.token}` }
  expect({
    good: await attempt(door, token),
    none: await attempt(door, {}),
    wrong: await attempt(door, { authorization: `Bearer ${door.token.slice(1)}x` }),
    rebound: await attempt(door, { ...token, host: 'evil.example' }),
    page: await attempt(door, { ...token, origin: door.address }),
    elsewhere: await attempt(door, token, '/'),
    plain: (await fetch(`${door.address}/rpc`, { headers: token })).status,
  }).toEqual({ good: 101, none: 401, wrong: 401, rebound: 403, page: 403, elsewhere: 404, plain: 404 })
})

test('a program that breaks its connection off while it is refused does not end the engine', async () => {
  // Catches the reset of an upgraded socket that nobody listens to: an uncaught exception, and with it the whole process.
  const door = await open()
  const { port, host } = new URL(door.address)
  const uncaught: unknown[] = []
  const note = (error: unknown) => uncaught.push(error)
  process.on('uncaughtExceptionMonitor', note)
  for (let attempts = 0; attempts < 20; attempts++) {
    const socket = connect({ host: '127.0.0.1', port: Number(port) })
    await once(socket, 'connect')
    socket.write(`GET /rpc HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    if (attempts % 2 === 0) await once(socket, 'data')
    socket.resetAndDestroy()
  }
  const token = { authorization: `Bearer ${door.token}` }
  expect(await attempt(door, token)).toBe(101)
  process.off('uncaughtExceptionMonitor', note)
  expect(uncaught).toEqual([])
})

test('SEC-3.loopback: the door listens on loopback', async () => {
  expect((await open()).address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})
