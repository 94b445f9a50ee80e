import type { RetrievalNotice } from '../../contract/retrieval-settings.ts'
import type { Models } from '../usage/models.ts'
import { isModelTrouble } from './model-trouble.ts'
import { orStopped } from './or-stopped.ts'
import type { Entailment, RetrievalRooms } from './requests.ts'

/** A claim follows when that is more probable than not, and so more probable than anything else the model could say. */
const leastProbability = 0.5

/** Claims of one answer or text that a model reads; those after them are checked by rules alone. */
const mostClaims = 24
/** For all of them, with the model's loading: nobody waits longer for a second opinion. */
const mostMs = 20_000

/** The entailment model's part in checking one answer or text. */
export type ClaimJudge = {
  /** False as well where there is no model, or it has failed. */
  entails: Entailment
  /** What a person should know of how it went. */
  notices(): RetrievalNotice[]
}

type Entailer = NonNullable<Awaited<ReturnType<Models['entailer']>>>

/** For one answer or text; the model is opened when the first claim is asked for. */
export function openClaimJudge({ models, telemetry }: Pick<RetrievalRooms, 'models' | 'telemetry'>): ClaimJudge {
  let left = mostClaims
  let hasFailed = false
  let opened: { model: Promise<Entailer | null>; limit: AbortSignal } | null = null

  async function judge(premise: string, claim: string, signal: AbortSignal | undefined): Promise<boolean> {
    opened ??= { model: models?.entailer() ?? Promise.resolve(null), limit: AbortSignal.timeout(mostMs) }
    const stop = signal === undefined ? opened.limit : AbortSignal.any([signal, opened.limit])
    // Loading cannot be stopped, and goes on for others.
    const model = await orStopped(opened.model, stop)
    if (model === null) return false
    const { probabilities } = await model.judge([{ premise, claim }], stop)
    return (probabilities[0] ?? 0) > leastProbability
  }

  return {
    async entails(premise, claim, signal) {
      if (hasFailed || left === 0) return false
      left--
      try {
        return await judge(premise, claim, signal)
      } catch (error) {
        signal?.throwIfAborted()
        if (opened?.limit.aborted !== true && !isModelTrouble(error)) throw error
        hasFailed = true
        telemetry.log.warn({ err: error }, 'sentences were checked without the entailment model')
        return false
      }
    },
    notices: () => (hasFailed ? ['entailment-failed'] : []),
  }
}
