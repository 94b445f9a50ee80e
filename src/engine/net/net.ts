import type { Headers } from 'undici'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { type AddressKind, judgeAddress } from './addresses.ts'
import type { Agents } from './agents.ts'
import type { Follow } from './follow.ts'
import { NetError, toNetError } from './net-error.ts'
import type { NetRequest, NetSettings } from './net-request.ts'
import { type Resolve, resolveBySystem } from './resolve.ts'

export type { NetRequest, NetSettings } from './net-request.ts'

export type NetResponse = {
  status: number
  headers: Headers
  /** Of the answers that redirected to this one, first to last. */
  passed: readonly Headers[]
  /** Decompressed. Throws NetError when the connection breaks or takes too long. */
  body: AsyncIterable<Uint8Array>
} & AsyncDisposable

/** The one way out: whatever leaves this machine leaves it here. */
export type Net = {
  /**
   * GETs an address, following redirects, or POSTs to it. Each redirect is held to the same rules as the first address, and
   * a key in the headers does not go to another site. To be disposed of.
   *
   * @throws NetError, or the signal's reason
   */
  fetch(request: NetRequest): Promise<NetResponse>
  close(): Promise<void>
}

// undici is a quarter of what the engine's thread loads, and most starts of the engine call nobody.
const loadClient = () => Promise.all([import('./agents.ts'), import('./follow.ts')])

/**
 * `settings` is asked for each call. `resolve` and `judge` stand in for the system's names and for what their addresses
 * are, in trials. Proxies and certificates of an organisation belong here too, when there are settings for them; the
 * environment's variables are not followed, because an address that a proxy resolves can't be judged here.
 */
export function createNet(options: {
  telemetry: Telemetry
  settings: () => Promise<NetSettings>
  version: string
  resolve?: Resolve
  judge?: (address: string) => AddressKind
}): Net {
  const { telemetry, settings, resolve = resolveBySystem, judge = judgeAddress } = options

  type Client = { agents: Agents; follow: Follow }
  let client: Promise<Client> | null = null
  let closed = false

  async function makeClient(): Promise<Client> {
    const [{ createAgents }, { createFollower }] = await loadClient()
    const agents = createAgents({ judge, resolve })
    return { agents, follow: createFollower({ agents, settings, version: options.version }) }
  }

  async function follow(...call: Parameters<Follow>): ReturnType<Follow> {
    if (closed) throw new NetError('UNREACHABLE', 'the engine is closing')
    client ??= makeClient()
    return (await client).follow(...call)
  }

  return {
    async fetch(request) {
      const { purpose, signal } = request
      const begun = performance.now()
      const timer = new AbortController()
      const timeout = setTimeout(
        () => timer.abort(new NetError('TIMEOUT', `no end after ${request.totalMs} ms`)),
        request.totalMs,
      )
      const giveUp = () => timer.abort(signal.reason)
      signal.addEventListener('abort', giveUp, { once: true })
      if (signal.aborted) giveUp()
      let ended = false
      const end = (outcome: { host: string; status: number | null; bytes: number; code?: string }) => {
        if (ended) return
        ended = true
        clearTimeout(timeout)
        signal.removeEventListener('abort', giveUp)
        const milliseconds = Math.round(performance.now() - begun)
        telemetry.log.info({ purpose, ...outcome, milliseconds }, 'outbound call')
        telemetry.metrics.outboundCalls.inc({ purpose, outcome: outcome.code ?? String(outcome.status) })
        telemetry.metrics.outboundBytes.inc({ purpose }, outcome.bytes)
      }

      try {
        const { response, host, passed } = await follow(request, timer.signal)
        const { status, headers } = response
        let bytes = 0
        async function* read(): AsyncGenerator<Uint8Array> {
          try {
            for await (const piece of response.body ?? []) {
              bytes += piece.length
              yield piece
            }
            end({ host, status, bytes })
          } catch (error) {
            const failure = toNetError(error, timer.signal)
            end({ host, status, bytes, code: codeOf(failure) })
            throw failure
          }
        }
        return {
          status,
          headers,
          passed,
          body: read(),
          async [Symbol.asyncDispose]() {
            end({ host, status, bytes })
            // A body that nobody reads would hold its connection.
            timer.abort(new NetError('UNREACHABLE', 'nobody reads on'))
          },
        }
      } catch (error) {
        const failure = toNetError(error, timer.signal)
        end({ host: hostOf(request.url), status: null, bytes: 0, code: codeOf(failure) })
        throw failure
      }
    },

    async close() {
      closed = true
      if (client !== null) await (await client).agents.close()
    },
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}

function codeOf(failure: unknown): string {
  return failure instanceof NetError ? failure.code : 'CANCELLED'
}
