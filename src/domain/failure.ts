import type { ErrorCode, ErrorData } from '../contract/errors.ts'
import { errorCodes } from '../contract/errors.ts'

const brand = 'diwan.failure'

/**
 * A failure that the contract declares. It is recognised by its brand and not by `instanceof`, because bundles, threads
 * and processes each have a copy of this class.
 */
export class Failure<Code extends ErrorCode = ErrorCode> extends Error {
  readonly brand = brand
  readonly code: Code
  readonly data: ErrorData<Code>

  constructor(code: Code, data: ErrorData<Code>, options?: ErrorOptions) {
    super(errorCodes[code].message, options)
    this.name = code
    this.code = code
    this.data = data
  }
}

export function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && 'brand' in error && error.brand === brand
}
