import { NetError } from '../net-error.ts'
import { describeProxy, type ProxyServer } from './proxy.ts'

/** What says that the proxy itself could not be reached: no call had left for the server yet. */
const unreached = new Set([
  ...['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_PRX_CONN', 'UND_ERR_PRX_TLS'],
])

/**
 * Why a call through a proxy failed: PROXY_FAILED when the proxy can't be reached, so that another way may be tried,
 * PROXY_REFUSED when it has decided, otherwise the error as it is. undici says it in words only that a proxy refuses.
 */
export function toProxyError(error: unknown, proxy: ProxyServer): unknown {
  const failed = (code: 'PROXY_FAILED' | 'PROXY_REFUSED', why: string) =>
    new NetError(code, `the proxy ${describeProxy(proxy)} ${why}`, { cause: error })
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    const code = 'code' in inner ? String(inner.code) : ''
    const [, status] = /Proxy (?:response \(|Authentication Required \()(\d{3})\)/.exec(inner.message) ?? []
    if (status === '407') return failed('PROXY_REFUSED', 'wants a user and a password, or other ones')
    if (status !== undefined) return failed('PROXY_REFUSED', `refuses with ${status}`)
    if (/^UND_ERR_SOCKS5/.test(code)) return failed('PROXY_REFUSED', `refuses: ${code}`)
    if (unreached.has(code)) return failed('PROXY_FAILED', `can't be reached: ${code}`)
  }
  return error
}
