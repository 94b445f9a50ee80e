import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import { oc } from '@orpc/contract'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { createRouterClient, implement } from '@orpc/server'
import { RPCHandler as MessagePortHandler } from '@orpc/server/message-port'
import { RPCHandler as WebSocketHandler } from '@orpc/server/ws'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { contract } from '../../src/contract/contract.ts'
import { engineInterceptor, portChannel } from '../../src/contract/engine-link.ts'
import { createAccess } from '../../src/headless/access.ts'
import { type OwnEngine, openEngine } from '../../src/headless/engine-host.ts'
import { listen } from '../../src/headless/listen.ts'
import { buildServer } from '../../src/headless/server.ts'
import { createMessagePortDoor } from '../../src/hosts/message-port-door.ts'
import { type Figure, median } from './figure.ts'

export type DoorMeasurement = {
  door: 'direct' | 'message-port' | 'websocket' | 'rest'
  /** Median microseconds of a call of `health.ping` through the whole engine and host. */
  diwan: number
  /** The same answer from a router that does nothing else, over the same kind of transport. */
  bare: number
  ratio: number
  /** The ratio of each turn's medians. */
  ratios: number[]
}

type Call = () => Promise<unknown>
type Lane = { call: Call; close(): Promise<void> | void }
type Lanes = { door: DoorMeasurement['door']; diwan: Lane; bare: Lane }

/** Calls of each lane in one turn; lanes take turns, so that what else the machine does falls on both alike. */
const callsPerTurn = 200
const turns = 15

const pingContract = {
  health: { ping: oc.route({ method: 'GET', path: '/ping' }).output(z.object({ now: z.int() })) },
}
const bareRouter = implement(pingContract).router({
  health: { ping: implement(pingContract).health.ping.handler(() => ({ now: Date.now() })) },
})
type PingClient = { health: { ping(): Promise<{ now: number }> } }

/** Median time of a contract call through each door, against oRPC alone on the same transport. */
export async function measureDoors(): Promise<DoorMeasurement[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'diwan-doors-'))
  const engine = await openEngine({ dataFolder, passphrase: null, logLevel: 'silent' })
  if ('held' in engine) throw new Error('the bench has the folder to itself')
  const measured: DoorMeasurement[] = []
  try {
    for (const open of [openDirect, openPorts, openSockets, openRest]) {
      const lanes = await open(engine)
      measured.push(await compare(lanes))
      await lanes.diwan.close()
      await lanes.bare.close()
    }
  } finally {
    await engine.close()
    await rm(dataFolder, { recursive: true })
  }
  return measured
}

async function compare({ door, diwan, bare }: Lanes): Promise<DoorMeasurement> {
  const medians = { diwan: [] as number[], bare: [] as number[] }
  for (let turn = -2; turn < turns; turn += 1) {
    // Who goes first takes turns too.
    const order = turn % 2 === 0 ? (['diwan', 'bare'] as const) : (['bare', 'diwan'] as const)
    for (const name of order) {
      const time = await timeCalls(name === 'diwan' ? diwan : bare)
      // The first two turns warm both lanes up.
      if (turn >= 0) medians[name].push(time)
    }
  }
  const [ours, theirs] = [median(medians.diwan), median(medians.bare)]
  const ratios = medians.diwan.map((time, turn) => time / (medians.bare[turn] ?? Number.NaN))
  return { door, diwan: ours, bare: theirs, ratio: ours / theirs, ratios }
}

/** Median microseconds of the calls of one turn. */
async function timeCalls({ call }: Lane): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < callsPerTurn; count += 1) {
    const started = performance.now()
    await call()
    times.push((performance.now() - started) * 1_000)
  }
  return median(times)
}

/** The measurements as lines of the bench's table. */
export async function doorFigures(): Promise<Figure[]> {
  return (await measureDoors()).map(({ door, ratio, ratios, diwan, bare }) => ({
    name: `contract call against bare oRPC, ${door} (${diwan.toFixed(0)} and ${bare.toFixed(0)} µs)`,
    unit: 'ratio',
    value: ratio,
    target: { atMost: 1.5 },
    cpu: null,
    runs: ratios,
  }))
}

async function openDirect(engine: OwnEngine): Promise<Lanes> {
  const ours = createRouterClient(engine.router, { context: { door: 'direct' } }) as unknown as PingClient
  const bare = createRouterClient(bareRouter)
  return { door: 'direct', diwan: lane(ours), bare: lane(bare) }
}

async function openPorts(engine: OwnEngine): Promise<Lanes> {
  const ours = new MessageChannel()
  createMessagePortDoor(engine.router).accept(ours.port1)
  const bare = new MessageChannel()
  new MessagePortHandler(bareRouter).upgrade(asDomPort(bare.port1))
  bare.port1.start()
  const connect = (port: NodePort, credit: boolean) => {
    const clientInterceptors = credit ? [engineInterceptor(portChannel(port))] : []
    port.start()
    return createORPCClient<PingClient>(new MessagePortLink({ port: asDomPort(port), clientInterceptors }))
  }
  return {
    door: 'message-port',
    diwan: lane(connect(ours.port2, true), () => ours.port2.close()),
    bare: lane(connect(bare.port2, false), () => bare.port2.close()),
  }
}

async function openSockets(engine: OwnEngine): Promise<Lanes> {
  const { app, access, address } = await startHost(engine)
  const bareServer = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(bareServer, 'listening')
  const handler = new WebSocketHandler(bareRouter)
  bareServer.on('connection', (socket) => void handler.upgrade(socket))
  const { port } = bareServer.address() as AddressInfo
  const connect = async (url: string, token: string | null) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` }
    const socket = new WebSocket(url, { headers, perMessageDeflate: false })
    await new Promise((resolve) => socket.once('open', resolve))
    const clientInterceptors = token === null ? [] : [engineInterceptor({ sendFrame: (frame) => socket.send(frame) })]
    const websocket = socket as unknown as globalThis.WebSocket
    return { socket, client: createORPCClient<PingClient>(new WebSocketLink({ websocket, clientInterceptors })) }
  }
  const ours = await connect(`${address.replace('http', 'ws')}/rpc`, access.bearerToken)
  const bare = await connect(`ws://127.0.0.1:${port}`, null)
  return {
    door: 'websocket',
    diwan: lane(ours.client, async () => {
      ours.socket.close()
      await app.close()
    }),
    bare: lane(bare.client, () => {
      bare.socket.terminate()
      bareServer.close()
    }),
  }
}

async function openRest(engine: OwnEngine): Promise<Lanes> {
  const { app, access, address } = await startHost(engine)
  const handler = new OpenAPIHandler(bareRouter)
  const bareServer = createServer((request, response) => void handler.handle(request, response, { prefix: '/api' }))
  await new Promise<void>((resolve) => bareServer.listen(0, '127.0.0.1', resolve))
  const { port } = bareServer.address() as AddressInfo
  const headers = { authorization: `Bearer ${access.bearerToken}` }
  const fetchPing = (base: string) => async () => (await fetch(`${base}/api/ping`, { headers })).json()
  return {
    door: 'rest',
    diwan: { call: fetchPing(address), close: () => app.close() },
    bare: {
      call: fetchPing(`http://127.0.0.1:${port}`),
      close() {
        bareServer.closeAllConnections()
        bareServer.close()
      },
    },
  }
}

async function startHost(engine: OwnEngine) {
  const access = createAccess()
  const app = await buildServer({
    engine: {
      router: engine.router,
      contract,
      version: '0.0.0',
      metrics: () => engine.metrics(),
      isReady: async () => true,
    },
    access,
    pageFolder: null,
  })
  return { app, access, ...(await listen(app, { host: '127.0.0.1', port: 0 })) }
}

function lane(client: PingClient, close: Lane['close'] = () => undefined): Lane {
  return { call: () => client.health.ping(), close }
}

/** Node's port has the events of the DOM's; only the types differ. */
function asDomPort(port: NodePort): MessagePort {
  return port as unknown as MessagePort
}
