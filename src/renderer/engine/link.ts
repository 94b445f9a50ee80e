import type { ClientLink } from '@orpc/client'
import type { CallMark } from './channel.ts'
import type { Connection } from './connection.ts'
import { disconnected, isStopped, toFailure } from './failure.ts'

/** 32 hexadecimal digits. Not `randomUUID`, which an insecure origin does not have. */
export function newCorrelationId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * A link over whatever channel the connection has. Each call gets its own correlation id; a call that meets no engine or
 * loses its channel fails with `ENGINE_UNAVAILABLE` and is not repeated. Everything it throws is a `CallFailure`, except
 * that a call which was stopped by its own signal throws what the signal gave.
 */
export function createLink(connection: Pick<Connection, 'channel'>): ClientLink<Record<never, never>> {
  return {
    async call(path, input, options) {
      const correlationId = newCorrelationId()
      const channel = await connection.channel()
      if (channel === null) throw disconnected(correlationId)
      const explain = (error: unknown) => (isStopped(error, options.signal) ? error : toFailure(error, correlationId))
      try {
        const context: CallMark = { correlationId }
        const output = await channel.link.call(path, input, { ...options, context })
        return isEventStream(output) ? explainEvents(output, explain) : output
      } catch (error) {
        throw explain(error)
      }
    },
  }
}

function isEventStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function* explainEvents(events: AsyncIterable<unknown>, explain: (error: unknown) => unknown) {
  try {
    yield* events
  } catch (error) {
    throw explain(error)
  }
}
