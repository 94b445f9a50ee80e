import type { Headers, Response } from 'undici'
import type { Settings } from '../../contract/settings.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { type AddressKind, judgeAddress } from './addresses.ts'
import type { Agents } from './agents.ts'
import { findNetError, NetError, toNetError } from './net-error.ts'
import { type Resolve, resolveBySystem } from './resolve.ts'

export type NetSettings = Settings['network']

export type NetRequest = {
  /** `http:` or `https:`; a user name and password in it are not sent. */
  url: string
  /** For the log, such as `web-page`. */
  purpose: string
  headers?: Record<string, string>
  /** From now to the last byte of the body. */
  totalMs: number
  signal: AbortSignal
}

export type NetResponse = {
  status: number
  headers: Headers
  /** Decompressed. Throws NetError when the connection breaks or takes too long. */
  body: AsyncIterable<Uint8Array>
} & AsyncDisposable

/** The one way out: whatever leaves this machine leaves it here. */
export type Net = {
  /**
   * GETs an address, following redirects; each of them is held to the same rules as the first address. To be disposed of.
   *
   * @throws NetError, or the signal's reason
   */
  fetch(request: NetRequest): Promise<NetResponse>
  close(): Promise<void>
}

const mostRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])
// undici is a quarter of what the engine's thread loads, and most starts of the engine call nobody.
const loadAgents = () => import('./agents.ts')

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

  type Caller = { agents: Agents; fetch: Awaited<ReturnType<typeof loadAgents>>['fetch'] }
  let caller: Promise<Caller> | null = null
  let closed = false

  async function makeCaller(): Promise<Caller> {
    const { createAgents, fetch } = await loadAgents()
    return { agents: createAgents({ judge, resolve }), fetch }
  }

  /** Asks `url`, at a private address only when none is public and that is allowed. */
  async function ask(
    url: URL,
    { mayBePrivate, ...init }: { mayBePrivate: boolean; headers: Record<string, string>; signal: AbortSignal },
  ): Promise<{ response: Response; isPublic: boolean }> {
    const request = { ...init, redirect: 'manual' } as const
    if (closed) throw new NetError('UNREACHABLE', 'the engine is closing')
    caller ??= makeCaller()
    const { agents, fetch } = await caller
    try {
      return { response: await fetch(url, { ...request, dispatcher: agents.public }), isPublic: true }
    } catch (error) {
      const refused = findNetError(error)?.code === 'ADDRESS_PRIVATE'
      if (!refused || !mayBePrivate) throw error
      return { response: await fetch(url, { ...request, dispatcher: agents.private }), isPublic: false }
    }
  }

  async function follow(request: NetRequest, signal: AbortSignal): Promise<{ response: Response; host: string }> {
    let url = parseAddress(request.url)
    let cameFromPublic = false
    const headers = { 'user-agent': `Diwan/${options.version}`, ...request.headers }
    for (let hop = 0; hop <= mostRedirects; hop++) {
      // Asked at each step: whoever turns the switch wants it to be off now.
      const { offline, privateAddresses } = await settings()
      if (offline) throw new NetError('OFFLINE', 'the offline switch is on')
      // A page of the web must not choose what is fetched inside: the setting is for what a person pastes.
      const mayBePrivate = privateAddresses && !cameFromPublic
      const { response, isPublic } = await ask(url, { mayBePrivate, headers, signal })
      cameFromPublic ||= isPublic
      const location = redirects.has(response.status) ? response.headers.get('location') : null
      if (location === null) return { response, host: url.host }
      await response.body?.cancel()
      url = parseAddress(location, url)
    }
    throw new NetError('TOO_MANY_REDIRECTS', `${url.host} redirects more than ${mostRedirects} times`)
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
        const { response, host } = await follow(request, timer.signal)
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
      if (caller === null) return
      const { agents } = await caller
      await Promise.all([agents.public.destroy(), agents.private.destroy()])
    },
  }
}

function parseAddress(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new NetError('ADDRESS_UNSUPPORTED', 'not an address of the web')
  }
  url.username = ''
  url.password = ''
  url.hash = ''
  return url
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}

function codeOf(failure: unknown): string {
  return failure instanceof NetError ? failure.code : 'CANCELLED'
}
