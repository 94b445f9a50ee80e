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

export const network = {
  log: procedure
    .route({ method: 'GET', path: '/network/log', tags: ['network'], summary: 'Outbound calls, latest first' })
    .input(Paging.extend({ purpose: z.string().max(100).optional(), host: z.string().max(300).optional() }))
    .output(z.object({ total: z.int(), items: z.array(OutboundCall) })),
  /** How calls find their way: proxy and certificates as they are in use. Passwords of proxies are not shown. */
  state: procedure
    .route({ method: 'GET', path: '/network', tags: ['network'], summary: 'How calls leave this machine' })
    .output(
      z.object({
        offline: z.boolean(),
        proxy: z.object({
          source: z.enum(['none', 'system', 'environment', 'pac', 'setting']),
          /** Without user and password. */
          address: z.string().nullable(),
        }),
        /** Certificates beside Node's own: from the system's store and from files. */
        certificates: z.object({ system: z.int(), files: z.array(z.object({ path: z.string(), count: z.int() })) }),
      }),
    ),
}
