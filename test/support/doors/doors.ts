import { MessageChannel } from 'node:worker_threads'
import type { AnyContractRouter } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { createAccess } from '../../../src/headless/access.ts'
import { listen } from '../../../src/headless/listen.ts'
import { buildServer, type ServerLimits } from '../../../src/headless/server.ts'
import { createMessagePortDoor } from '../../../src/hosts/message-port-door.ts'
import { connectPort, connectRest, connectSocket, type ProbeClient } from './clients.ts'
import { createProbe, probeContract, type Sightings } from './probe.ts'

export type OpenDoor = {
  client: ProbeClient
  seen: Sightings
  /** Breaks what carries the calls, without a good-bye: a lost cable, a dead process. */
  breakChannel(): Promise<void> | void
  close(): Promise<void>
}

export type DoorName = 'direct' | 'message-port' | 'websocket' | 'rest'

/** Limits small enough to be met by a test. */
export const testLimits: Partial<ServerLimits> = {
  maximumJsonBytes: 256 * 1024,
  maximumUploadBytes: 256 * 1024,
  maximumFrameBytes: 256 * 1024,
}

type ProbeServerOptions = {
  pageFolder?: string
  isReady?: () => Promise<boolean>
  contract?: AnyContractRouter
  onError?: (error: unknown) => void
}

export async function startProbeServer(options: ProbeServerOptions = {}) {
  const probe = createProbe()
  const access = createAccess()
  const app = await buildServer({
    engine: {
      router: probe.router,
      contract: options.contract ?? probeContract,
      version: '0.0.0',
      metrics: async () => '# HELP probe_up Whether the probe runs.\n# TYPE probe_up gauge\nprobe_up 1\n',
      isReady: options.isReady ?? (async () => true),
    },
    access,
    pageFolder: options.pageFolder ?? null,
    limits: testLimits,
    ...(options.onError ? { onError: options.onError } : {}),
  })
  const { address, port } = await listen(app, { host: '127.0.0.1', port: 0 })
  return { app, access, address, port, seen: probe.seen, probe }
}

export async function openDoor(name: DoorName): Promise<OpenDoor> {
  if (name === 'direct') {
    const { router, seen } = createProbe()
    const client = createRouterClient(router, {
      context: (options: { headers?: Record<string, string> }) => ({
        door: 'direct' as const,
        reqHeaders: { get: (header: string) => options?.headers?.[header] ?? null },
      }),
    })
    return {
      client: client as unknown as ProbeClient,
      seen,
      breakChannel: () => undefined,
      close: async () => undefined,
    }
  }
  if (name === 'message-port') {
    const { router, seen } = createProbe()
    const { port1, port2 } = new MessageChannel()
    const door = createMessagePortDoor(router, { maximumFrameBytes: testLimits.maximumFrameBytes ?? 0 })
    door.accept(port1)
    return { seen, ...connectPort(port2) }
  }
  const { app, access, address, seen } = await startProbeServer()
  const connection =
    name === 'websocket' ? await connectSocket(address, access.bearerToken) : connectRest(address, access.bearerToken)
  return {
    seen,
    client: connection.client,
    breakChannel: () => (name === 'rest' ? app.server.closeAllConnections() : connection.breakChannel()),
    async close() {
      await connection.close()
      await app.close()
    },
  }
}
