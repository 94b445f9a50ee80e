import { z } from 'zod'
import { procedure } from './base.ts'
import { Milliseconds, Timestamp } from './common.ts'

export const HealthStatus = z.enum(['healthy', 'degraded', 'unhealthy'])
export type HealthStatus = z.infer<typeof HealthStatus>

export const HealthPart = z.object({
  name: z.enum(['store', 'encryption', 'jobs', 'readers', 'languageModel', 'network']),
  status: HealthStatus,
  /** A short code that the manual explains, such as `KEY_IN_FILE`; null when there is nothing to say. */
  notice: z.string().nullable(),
  milliseconds: Milliseconds.nullable(),
})
export type HealthPart = z.infer<typeof HealthPart>

export const Health = z.object({
  status: HealthStatus,
  version: z.string(),
  startedAt: Timestamp,
  dataFolder: z.string(),
  parts: z.array(HealthPart),
})
export type Health = z.infer<typeof Health>

export const health = {
  /** Answers as soon as calls are served; does no work. */
  ping: procedure
    .route({ method: 'GET', path: '/ping', tags: ['health'], summary: 'Answer at once' })
    .output(z.object({ now: Timestamp })),
  get: procedure
    .route({ method: 'GET', path: '/health', tags: ['health'], summary: 'State of every part' })
    .output(Health),
}
