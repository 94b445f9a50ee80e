import type { TFunction } from 'i18next'
import { toFailure } from './failure.ts'

export type FailureText = { code: string; happened: string; next: string; correlationId: string }

/** A failed call in words: what happened and the next step, both from the catalogue, by its code. */
export function describeFailure(t: TFunction, error: unknown): FailureText {
  const { code, data, correlationId } = toFailure(error)
  const values = Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value !== 'object'))
  return {
    code,
    happened: t(`error.${code}.happened`, values),
    next: t(`error.${code}.next`, values),
    // An id helps where the log says more than the sentence.
    correlationId: code === 'INTERNAL' ? correlationId : '',
  }
}
