import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { Settings } from '../../../src/contract/settings.ts'
import type { NetSettings } from '../../../src/engine/net/net.ts'
import { createNet, type Net } from '../../../src/engine/net/net.ts'
import { createTelemetry } from '../../../src/engine/telemetry/telemetry.ts'

export type ModelRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string }
export type Answer = (request: ModelRequest, response: ServerResponse) => void

/** A real server on loopback until the running test ends, and what it was asked. */
export async function startModelServer(answer: Answer): Promise<{ url: string; requests: ModelRequest[] }> {
  const requests: ModelRequest[] = []
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await incoming.toArray()).toString()
    const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body }
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

export const answerJson = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** The way out until the running test ends, with its settings and the lines of its log. */
export function openNet(settings: Partial<NetSettings> = {}): { net: Net; settings: NetSettings; log: string[] } {
  const log: string[] = []
  const all: NetSettings = { ...Settings.parse({}).network, ...settings }
  const net = createNet({
    telemetry: createTelemetry({ level: 'debug', destination: (line) => void log.push(line) }),
    settings: async () => all,
    version: 'test',
  })
  onTestFinished(() => net.close())
  return { net, settings: all, log }
}
