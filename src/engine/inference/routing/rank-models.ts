import { extractiveModel } from '../../../contract/language-models.ts'
import type { Candidate, RequestFacts } from './candidate.ts'
import { worstCaseFor } from './suits.ts'

/** What a model costs in this request's worst case; one of unknown price stands behind all others. */
const costOf = (model: Candidate, facts: RequestFacts) => worstCaseFor(model, facts) ?? Number.POSITIVE_INFINITY

/** What a million tokens of output cost: providers ask most for the models that can most. */
const strengthOf = ({ price }: Candidate) => price?.output ?? -1

/** What writes answers; `extractive` quotes, and is chosen by name or as the last. */
export const isGenerative = ({ reference }: Candidate): boolean => reference !== extractiveModel

/** The first is the strongest: the dearest, and of those without a price the one with the largest window. */
export function byStrength(models: readonly Candidate[]): Candidate[] {
  return models.toSorted(
    (one, other) => strengthOf(other) - strengthOf(one) || (other.contextTokens ?? 0) - (one.contextTokens ?? 0),
  )
}

export function byCost(models: readonly Candidate[], facts: RequestFacts): Candidate[] {
  return models.toSorted((one, other) => compare(costOf(one, facts), costOf(other, facts)))
}

export function byWindow(models: readonly Candidate[]): Candidate[] {
  return models.toSorted((one, other) => (other.contextTokens ?? 0) - (one.contextTokens ?? 0))
}

/** Those that were measured, the fastest first, then the others as they were. */
export function bySpeed(models: readonly Candidate[]): Candidate[] {
  const time = ({ firstTokenMs }: Candidate) => firstTokenMs ?? Number.POSITIVE_INFINITY
  return models.toSorted((one, other) => compare(time(one), time(other)))
}

/** The one in the middle by cost: neither the dearest nor the weakest, where nobody has named a model. */
export function middleOf(models: readonly Candidate[], facts: RequestFacts): Candidate | undefined {
  const priced = byCost(
    models.filter(({ price }) => price !== null),
    facts,
  )
  return priced[Math.floor((priced.length - 1) / 2)] ?? models[0]
}

/** Infinity less infinity is no number. */
function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1
}
