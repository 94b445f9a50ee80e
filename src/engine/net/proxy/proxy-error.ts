import { NetError } from '../net-error.ts'
import { describeProxy, type ProxyServer } from './proxy.ts'

/** What says that the proxy itself could not be reached: no call had left for the server yet. */
const unreached = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_PRX_CONN', 'UND_ERR_PRX_TLS'],
])

/**
 * Why a call through a proxy failed: PROXY_FAILED when the proxy was the reason, otherwise the error as it is. `isUnreached`
 * lets another way be tried; one that refuses has decided. undici says it in words only that a proxy refuses.
 */
export function judgeProxyError(error: unknown, proxy: ProxyServer): { failure: unknown; isUnreached: boolean } {
  const failed = (why: string, isUnreached = false) => {
    const failure = new NetError('PROXY_FAILED', `${describeProxy(proxy)} ${why}`, { cause: error })
    return { failure, isUnreached }
  }
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const code = 'code' in inner ? String(inner.code) : ''
    const [, status] = /Proxy (?:response \(|Authentication Required \()(\d{3})\)/.exec(inner.message) ?? []
    if (status === '407') return failed('wants a user and a password, or other ones')
    if (status !== undefined) return failed(`refuses with ${status}`)
    if (/^UND_ERR_SOCKS5/.test(code)) return failed(`refuses: ${code}`)
    if (unreached.has(code)) return failed(`can't be reached: ${code}`, true)
  }
  return { failure: error, isUnreached: false }
}
