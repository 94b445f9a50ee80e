import { randomUUID } from 'node:crypto'
import { type AnySchema, ORPCError } from '@orpc/contract'
import { type AnyProcedure, isProcedure, Procedure } from '@orpc/server'
import { type CallContext, readCorrelationId } from '../../contract/call-context.ts'
import { errorCodes } from '../../contract/errors.ts'
import { isFailure } from '../../domain/failure.ts'
import type { CallCounter } from '../telemetry/call-statistics.ts'
import { withCorrelation } from '../telemetry/context.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/**
 * Gives every procedure of a router what surrounds a call: its correlation id, its count and duration, and the one place
 * where an error gets the form in which it crosses a door. It wraps the handlers themselves: a middleware costs as much
 * as a whole small call.
 */
export function surroundRouter<Router extends object>(router: Router, telemetry: Telemetry): Router {
  return surroundPart(router, [], telemetry) as Router
}

function surroundPart(part: object, path: readonly string[], telemetry: Telemetry): object {
  if (isProcedure(part)) return surroundProcedure(part, path.join('.'), telemetry)
  return Object.fromEntries(
    Object.entries(part).map(([name, inner]) => [name, surroundPart(inner as object, [...path, name], telemetry)]),
  )
}

function surroundProcedure(procedure: AnyProcedure, name: string, telemetry: Telemetry): AnyProcedure {
  const definition = procedure['~orpc']
  const counter = telemetry.metrics.callCounter(name)
  return new Procedure({
    ...definition,
    ...(definition.outputSchema && { outputSchema: reportMismatch(definition.outputSchema, name, telemetry) }),
    async handler(options) {
      const { door } = options.context as CallContext
      const correlationId = readCorrelationId(options.context as CallContext) ?? randomUUID()
      const release = unasked.has(name) ? () => undefined : telemetry.activity.begin()
      const { signal } = options
      const call = { name, door, correlationId, signal, start: performance.now(), counter, telemetry, release }
      try {
        const output = await withCorrelation(correlationId, () => definition.handler(options))
        if (isAsyncIterator(output)) return followStream(output, call)
        finish(call, 'ok')
        return output
      } catch (error) {
        throw fail(call, error)
      }
    },
  })
}

/**
 * Calls that a page makes by itself, again and again, and streams that stay open with nothing to tell: nobody waits for
 * them, so they keep nothing from being done while the engine is idle.
 */
export const unasked: ReadonlySet<string> = new Set([
  ...['health.ping', 'health.get', 'settings.get', 'ahead.status', 'libraries.list', 'folders.list'],
  ...['jobs.list', 'jobs.get', 'jobs.items', 'jobs.watch', 'chat.conversations.list', 'chat.conversations.next'],
])

type Call = {
  name: string
  door: string
  correlationId: string
  signal: AbortSignal | undefined
  start: number
  counter: CallCounter
  telemetry: Telemetry
  /** Says that it is no longer under way. */
  release: () => void
}

function finish(call: Call, outcome: string): void {
  const { name, door, correlationId, telemetry } = call
  call.release()
  const milliseconds = performance.now() - call.start
  call.counter.end(door, outcome, milliseconds / 1000)
  if (!telemetry.log.isLevelEnabled('debug')) return
  withCorrelation(correlationId, () => telemetry.log.debug({ procedure: name, door, outcome, milliseconds }, 'call'))
}

/** Counts a failed call, logs what the caller is not told, and answers with the error's outward form. */
function fail(call: Call, error: unknown): ORPCError<string, unknown> {
  const { name, door, correlationId, telemetry } = call
  const outward = toOutward(error, correlationId)
  finish(call, call.signal?.aborted ? 'CANCELLED' : outward.code)
  if (outward.code === 'INTERNAL' && !call.signal?.aborted) {
    withCorrelation(correlationId, () => telemetry.log.error({ procedure: name, door, err: error }, 'call failed'))
  }
  return outward
}

/** Errors that are not declared keep their details here: the caller gets one code and the id to find them in the log. */
function toOutward(error: unknown, correlationId: string): ORPCError<string, unknown> {
  if (isFailure(error)) {
    const { status } = errorCodes[error.code]
    return new ORPCError(error.code, { status, message: error.message, data: error.data, cause: error })
  }
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error
  const { status, message } = errorCodes.INTERNAL
  return new ORPCError('INTERNAL', { status, message, data: { correlationId }, cause: error })
}

/**
 * An answer that does not fit the contract is our mistake: the caller gets INTERNAL with an id, the log says which
 * procedure. oRPC checks the output after the handler, outside of `surroundProcedure`.
 */
function reportMismatch(schema: AnySchema, name: string, telemetry: Telemetry): AnySchema {
  const standard = schema['~standard']
  const check = (result: Awaited<ReturnType<typeof standard.validate>>) => {
    if (result.issues === undefined) return result
    const correlationId = randomUUID()
    const paths = result.issues.map(({ path }) => path)
    withCorrelation(correlationId, () => telemetry.log.error({ procedure: name, paths }, 'answer breaks the contract'))
    throw toOutward(new Error('answer breaks the contract'), correlationId)
  }
  const reported: AnySchema['~standard'] = {
    ...standard,
    // Not async: one promise more is a tenth of the smallest call.
    validate(value) {
      const result = standard.validate(value)
      return result instanceof Promise ? result.then(check) : check(result)
    },
  }
  return new Proxy(schema, {
    get: (target, key) => (key === '~standard' ? reported : Reflect.get(target, key)),
  })
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** Keeps a stream inside its call: each step has the call's id, its end is counted, its errors get their outward form. */
function followStream(source: AsyncIterator<unknown>, call: Call): AsyncIteratorObject<unknown, unknown, void> {
  let ended = false
  const end = (outcome: string) => {
    if (!ended) finish(call, outcome)
    ended = true
  }
  return {
    async next() {
      try {
        const result = await withCorrelation(call.correlationId, () => source.next())
        if (result.done) end('ok')
        return result
      } catch (error) {
        if (ended) throw toOutward(error, call.correlationId)
        ended = true
        throw fail(call, error)
      }
    },
    async return(value) {
      end('CANCELLED')
      await withCorrelation(call.correlationId, async () => source.return?.(value))
      return { done: true, value }
    },
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      await this.return?.()
    },
  }
}
