import type { OutboundCall } from '../../contract/network.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import { namesThisMachine } from './addresses.ts'
import type { Agents } from './agents.ts'
import { openCallRecord } from './call-record.ts'
import type { Follow, Step } from './follow.ts'
import { NetError, toNetError } from './net-error.ts'
import type { NetRequest } from './net-request.ts'
import type { NetResponse } from './net-response.ts'
import type { FindRoutes } from './proxy/find-routes.ts'

/** What a call is made with until its end. */
export type Means = { follow: Follow; agents: Agents } & Disposable

/** Calls that have not come to their end. */
export type UnderWay = Set<{ endUnlessHere: () => void }>

/** Makes one call and accounts for it, whatever becomes of it. @throws NetError, or the signal's reason */
export async function send(
  request: NetRequest,
  options: {
    open: () => Promise<Means>
    findRoutes: FindRoutes
    telemetry: Telemetry
    record: (call: OutboundCall) => void
    underWay: UnderWay
  },
): Promise<NetResponse> {
  const { signal, totalMs, purpose } = request
  const { open, findRoutes, telemetry, record, underWay } = options
  const account = openCallRecord({ purpose, telemetry, record })
  let host = URL.parse(request.url)?.host ?? ''
  const step = (next: Step) => {
    host = next.host
    account.step(next)
  }
  step({ host, route: 'direct' })
  const timer = new AbortController()
  const late = () => timer.abort(new NetError('TIMEOUT', `no end after ${totalMs} ms`))
  const timeout = setTimeout(late, totalMs)
  const giveUp = () => timer.abort(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()
  const call = {
    endUnlessHere() {
      const hostname = URL.parse(`http://${host}`)?.hostname ?? ''
      if (!namesThisMachine(hostname)) timer.abort(new NetError('OFFLINE', 'the offline switch was turned'))
    },
  }
  underWay.add(call)
  let means: Means | null = null
  const end = (status: number | null, code: string | null = null) => {
    clearTimeout(timeout)
    underWay.delete(call)
    signal.removeEventListener('abort', giveUp)
    account.end({ status, code })
    means?.[Symbol.dispose]()
  }

  try {
    means = await open()
    const { response, passed } = await means.follow(request, {
      agents: means.agents,
      findRoutes,
      signal: timer.signal,
      onStep: step,
      onRedirect: account.redirected,
      onSent: account.sent,
    })
    const { status, headers } = response
    async function* read(): AsyncGenerator<Uint8Array> {
      try {
        for await (const piece of response.body ?? []) {
          account.received(piece.length)
          yield piece
        }
        end(status)
      } catch (error) {
        const failure = toNetError(error, timer.signal)
        end(status, codeOf(failure))
        throw failure
      }
    }
    return {
      status,
      headers,
      passed,
      body: read(),
      async [Symbol.asyncDispose]() {
        // A body that nobody reads would hold its connection.
        timer.abort(new NetError('UNREACHABLE', 'nobody reads on'))
        end(status)
      },
    }
  } catch (error) {
    const failure = toNetError(error, timer.signal)
    end(null, codeOf(failure))
    throw failure
  }
}

function codeOf(failure: unknown): string {
  return failure instanceof NetError ? failure.code : 'CANCELLED'
}
