import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { OutboundCall } from '../../../src/contract/network.ts'
import { Settings } from '../../../src/contract/settings.ts'
import { judgeAddress } from '../../../src/engine/net/addresses.ts'
import { createNet, type Net, type NetOptions, type NetSettings } from '../../../src/engine/net/net.ts'
import { createTelemetry } from '../../../src/engine/telemetry/telemetry.ts'
import type { Issued } from './certificates.ts'

/** The loopback network has more than one address; this one stands for a server out in the world. */
export const outside = '127.0.0.2'

export type WayOut = {
  net: Net
  /** Changes take effect with the next call. */
  settings: NetSettings
  /** What was logged, first to last. */
  calls: OutboundCall[]
  /** Names that were resolved here. */
  asked: string[]
  /** Status and body of a GET. */
  get(url: string, options?: { destination?: 'web' | 'server'; totalMs?: number }): Promise<string>
}

/** A network layer until the running test ends; `world.test` and all below it lie out in the world. */
export function openWayOut(
  settings: Partial<NetSettings> = {},
  options: Partial<NetOptions> & { names?: Record<string, string> } = {},
): WayOut {
  const { names = {}, ...rest } = options
  const all: NetSettings = { ...Settings.parse({}).network, ...settings }
  const calls: OutboundCall[] = []
  const asked: string[] = []
  const net = createNet({
    telemetry: createTelemetry({ level: 'silent' }),
    version: 'test',
    settings: async () => all,
    record: (call) => void calls.push(call),
    judge: (address) => (address === outside ? 'public' : judgeAddress(address)),
    async resolve(name) {
      asked.push(name)
      const address =
        names[name] ??
        (name === 'localhost' ? '127.0.0.1' : undefined) ??
        (/(?:^|\.)world\.test$/.test(name) ? outside : undefined)
      if (address === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
      return [{ address, family: 4 }]
    },
    ...rest,
  })
  onTestFinished(() => net.close())
  async function get(url: string, { destination = 'web' as 'web' | 'server', totalMs = 20_000 } = {}): Promise<string> {
    const signal = new AbortController().signal
    await using response = await net.fetch({ url, purpose: 'trial', destination, totalMs, signal })
    return `${response.status} ${Buffer.concat(await Array.fromAsync(response.body)).toString()}`
  }
  return { net, settings: all, calls, asked, get }
}

/** A real server until the running test ends, over TLS where it has a certificate; answers `hello` unless told otherwise. */
export async function startServer(
  options: { address?: string; certificate?: Issued; handler?: RequestListener } = {},
): Promise<{ port: number; requests: IncomingMessage[] }> {
  const { address = outside, certificate, handler = (_request, response) => void response.end('hello') } = options
  const requests: IncomingMessage[] = []
  const server = certificate ? createTlsServer({ key: certificate.key, cert: certificate.certificate }) : createServer()
  server.on('request', (request, response) => {
    requests.push(request)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, requests }
}
