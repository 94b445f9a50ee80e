import { ORPCError } from '@orpc/client'
import { type ErrorCode, errorCodes } from '../../contract/errors.ts'

/** `BAD_REQUEST` is what a door answers to an input that does not parse; every other code is the contract's. */
export type FailureCode = ErrorCode | 'BAD_REQUEST' | 'UNAUTHORIZED'

/** A failed call as the page shows it: a code with its data, and the id under which the log knows it. */
export class CallFailure extends Error {
  readonly code: FailureCode
  readonly data: Readonly<Record<string, unknown>>
  readonly correlationId: string

  constructor(code: FailureCode, data: Readonly<Record<string, unknown>>, correlationId: string) {
    super(code)
    this.name = 'CallFailure'
    this.code = code
    this.data = data
    this.correlationId = correlationId
  }
}

/** True when the person (or a view that went away) stopped the call: nothing to report. */
export function isStopped(error: unknown, signal?: AbortSignal): boolean {
  return signal?.aborted === true || (error instanceof DOMException && error.name === 'AbortError')
}

/** What a call failed with, in the contract's terms. Anything that is not a declared error is `INTERNAL` with its id. */
export function toFailure(error: unknown, correlationId = ''): CallFailure {
  if (error instanceof CallFailure) return error
  if (!(error instanceof ORPCError)) return new CallFailure('INTERNAL', { correlationId }, correlationId)
  const data = isRecord(error.data) ? error.data : {}
  if (error.code === 'BAD_REQUEST' || error.code === 'UNAUTHORIZED')
    return new CallFailure(error.code, data, correlationId)
  if (!isErrorCode(error.code)) return new CallFailure('INTERNAL', { correlationId }, correlationId)
  const named = typeof data.correlationId === 'string' ? data.correlationId : correlationId
  return new CallFailure(error.code, data, named)
}

/** A failure that the engine told of instead of failing with it. */
export function toldFailure(code: string, data: Readonly<Record<string, unknown>>): CallFailure {
  return new CallFailure(isErrorCode(code) ? code : 'INTERNAL', data, '')
}

/** True when the engine was away. The page says so in one place and asks again when it is back (query-client.ts). */
export function isDisconnected(error: unknown): boolean {
  return error instanceof CallFailure && error.code === 'ENGINE_UNAVAILABLE'
}

export function disconnected(correlationId: string): CallFailure {
  return new CallFailure('ENGINE_UNAVAILABLE', { reason: 'disconnected' }, correlationId)
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
