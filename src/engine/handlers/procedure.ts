import { randomUUID } from 'node:crypto'
import { type ImplementerInternalWithMiddlewares, implement, ORPCError } from '@orpc/server'
import { type CallContext, readCorrelationId } from '../../contract/call-context.ts'
import { type Contract, contract } from '../../contract/contract.ts'
import { errorCodes } from '../../contract/errors.ts'
import { isFailure } from '../../domain/failure.ts'
import { runInTrace, startTrace } from '../telemetry/context.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'

/**
 * The contract with what surrounds every call: its correlation id, its metrics, and the one place where an error gets
 * the form in which it crosses a door.
 */
export function createProcedures(telemetry: Telemetry): Procedures {
  const surround = implement(contract)
    .$context<CallContext>()
    .middleware(async ({ context, next, path, signal }) => {
      const trace = startTrace(readCorrelationId(context) ?? randomUUID())
      const call = { procedure: path.join('.'), door: context.door }
      const start = performance.now()

      const finish = (outcome: string) => {
        const milliseconds = performance.now() - start
        telemetry.metrics.calls.inc({ ...call, outcome })
        telemetry.metrics.callSeconds.observe({ procedure: call.procedure }, milliseconds / 1000)
        runInTrace(trace, () => telemetry.log.debug({ ...call, outcome, milliseconds }, 'call'))
      }
      const fail = (error: unknown): ORPCError<string, unknown> => {
        const outward = toOutward(error, trace.correlationId)
        if (signal?.aborted) {
          finish('CANCELLED')
          return outward
        }
        finish(outward.code)
        if (outward.code === 'INTERNAL')
          runInTrace(trace, () => telemetry.log.error({ ...call, err: error }, 'call failed'))
        return outward
      }

      try {
        const result = await runInTrace(trace, () => next())
        if (isAsyncIterator(result.output)) {
          return { ...result, output: followStream(result.output, { trace, finish, fail }) as typeof result.output }
        }
        finish('ok')
        return result
      } catch (error) {
        throw fail(error)
      }
    })
  return implement(contract).$context<CallContext>().use(surround)
}

export type Procedures = ImplementerInternalWithMiddlewares<Contract, CallContext, CallContext>

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

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

type CallEnd = {
  trace: ReturnType<typeof startTrace>
  finish(outcome: string): void
  fail(error: unknown): unknown
}

/** Keeps a stream inside its call: each step runs with the call's trace, its end is counted, its errors get their outward form. */
function followStream(source: AsyncIterator<unknown>, call: CallEnd): AsyncIteratorObject<unknown, unknown, void> {
  let ended = false
  const end = (outcome: string) => {
    if (ended) return
    ended = true
    call.finish(outcome)
  }
  const step = async (advance: () => Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> => {
    try {
      const result = await runInTrace(call.trace, advance)
      if (result.done) end('ok')
      return result
    } catch (error) {
      ended = true
      throw call.fail(error)
    }
  }
  return {
    next: () => step(() => source.next()),
    async return(value) {
      end('CANCELLED')
      await runInTrace(call.trace, async () => source.return?.(value))
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
