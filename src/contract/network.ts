import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, Milliseconds, Paging, Timestamp } from './common.ts'

/** A call that left the engine, or was kept from leaving it. Never what was sent or received. */
export const OutboundCall = z.object({
  id: Id,
  at: Timestamp,
  /** Such as `model`, `web-page`, `model-download`. */
  purpose: z.string(),
  host: z.string(),
  /** Host of the proxy that it went through; null when there was none. */
  proxy: z.string().nullable(),
  /** HTTP status; null when no answer came. */
  status: z.int().nullable(),
  /** Why no answer came, such as `OFFLINE`; null otherwise. */
  code: z.string().nullable(),
  bytesSent: z.int().nonnegative(),
  bytesReceived: z.int().nonnegative(),
  milliseconds: Milliseconds,
})
export type OutboundCall = z.infer<typeof OutboundCall>

export const NetworkState = z.object({
  offline: z.boolean(),
  proxy: z.object({
    /** `system` and `environment` when these name one for the web; `none` when calls go straight out. */
    source: z.enum(['none', 'system', 'environment', 'pac', 'setting']),
    /** Without user and password; of the script where that is the source. Null for one that is not known just now. */
    address: z.string().nullable(),
    /** Whether a user and a password for proxies are kept; they are not shown. */
    hasLogin: z.boolean(),
  }),
  /** Certificates beside Node's own: from the system's store and from files. */
  certificates: z.object({
    system: z.int(),
    files: z.array(
      z.object({
        path: z.string(),
        count: z.int(),
        /** A file that was there when it was set, and is not now or holds no certificate any more. */
        problem: z.enum(['missing', 'invalid']).nullable(),
      }),
    ),
  }),
})
export type NetworkState = z.infer<typeof NetworkState>

/** Says who this is to a proxy that asks. Kept by the secret store, and never given back. */
export const ProxyLogin = z.object({ user: z.string().min(1).max(500), password: z.string().max(5_000) })
export type ProxyLogin = z.infer<typeof ProxyLogin>

export const network = {
  log: procedure
    .route({ method: 'GET', path: '/network/log', tags: ['network'], summary: 'Outbound calls, latest first' })
    .input(Paging.extend({ purpose: z.string().max(100).optional(), host: z.string().max(300).optional() }))
    .output(z.object({ total: z.int(), items: z.array(OutboundCall) })),
  /** How calls find their way: proxy and certificates as they are in use. */
  state: procedure
    .route({ method: 'GET', path: '/network', tags: ['network'], summary: 'How calls leave this machine' })
    .output(NetworkState),
  /** User and password for proxies; null forgets them. */
  setProxyLogin: procedure
    .route({ method: 'PUT', path: '/network/proxy-login', tags: ['network'], summary: 'User and password for proxies' })
    .input(z.object({ login: ProxyLogin.nullable() }))
    .output(NetworkState),
}
