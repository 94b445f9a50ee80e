import type { AttemptFailure, ModelPolicy } from '../../../contract/language-models.ts'
import { extractiveModel } from '../../../contract/language-models.ts'
import { worstCaseOf } from '../../../domain/pricing/call-cost.ts'
import { type Candidate, passOver, type RequestFacts } from './candidate.ts'

/** Output that an answer needs at least, whatever its limit: a window with less room behind the input is too small. */
export const leastOutputTokens = 256

/** In nano-dollars, by what a budget would set aside; null without a price. */
export function worstCaseFor({ price }: Pick<Candidate, 'price'>, facts: RequestFacts): number | null {
  if (price === null) return null
  return worstCaseOf({ inputTokens: facts.inputTokens, maximumOutputTokens: facts.outputTokens, price })
}

/** Why a model can't be asked at all, by any policy; null when it can. */
export function obstacleOf(model: Candidate, facts: RequestFacts): AttemptFailure | null {
  const { reference, isLocal, contextTokens } = model
  if (facts.localOnly && !isLocal) {
    return passOver(reference, 'LOCAL_ONLY', 'what it would be sent may not leave this machine')
  }
  if (facts.offline && !isLocal) return passOver(reference, 'NETWORK_OFFLINE', 'the offline switch is on')
  const least = facts.inputTokens + Math.min(leastOutputTokens, facts.outputTokens)
  // What quotes reads passage by passage, and has no window.
  if (reference !== extractiveModel && contextTokens !== null && least > contextTokens) {
    const reason = `${facts.inputTokens} tokens do not fit its window of ${contextTokens}`
    return passOver(reference, 'CONTEXT_EXCEEDED', reason)
  }
  return null
}

/** Why the rules don't choose a model that could be asked; null when they may. */
export function objectionTo(
  model: Candidate,
  facts: RequestFacts,
  policy: Extract<ModelPolicy, { kind: 'rules' }>,
): AttemptFailure | null {
  const { reference, supports } = model
  for (const need of ['tools', 'structured', 'images'] as const) {
    if (facts.needs[need] && !supports[need]) return passOver(reference, 'MODEL_REJECTED', `it does not take ${need}`)
  }
  const worstCase = worstCaseFor(model, facts)
  const { mostNanoDollars } = policy
  if (mostNanoDollars !== null && worstCase === null) {
    return passOver(reference, 'PRICE_UNKNOWN', 'a call has a limit, and nobody has said what this model costs')
  }
  if (mostNanoDollars !== null && worstCase !== null && worstCase > mostNanoDollars) {
    return passOver(reference, 'BUDGET_EXCEEDED', 'its worst case is above what one call may cost')
  }
  if (facts.budget !== null && worstCase === null) {
    return passOver(reference, 'PRICE_UNKNOWN', 'a budget needs to know what it costs, and nobody has said')
  }
  if (facts.budget !== null && worstCase !== null && worstCase > facts.budget.left) {
    return passOver(reference, 'BUDGET_EXCEEDED', 'its worst case is above what is left of a budget')
  }
  return null
}

/** Why a model is asked only when no faster one can be; null when it is fast enough, or nobody has measured it. */
export function slownessOf({ reference, firstTokenMs }: Candidate, mostMs: number | null): AttemptFailure | null {
  if (mostMs === null || firstTokenMs === null || firstTokenMs <= mostMs) return null
  return passOver(reference, 'TOO_SLOW', `its first word came after ${Math.round(firstTokenMs)} ms of late`)
}
