import type { RetrievalNotice } from '../../contract/retrieval-settings.ts'
import type { Models } from '../usage/models.ts'
import { isModelTrouble } from './model-trouble.ts'
import { orStopped } from './or-stopped.ts'
import type { Entailment, RetrievalRooms } from './requests.ts'

/** A claim follows when that is more probable than not, and so more probable than anything else the model could say. */
const leastProbability = 0.5

/** Claims of one answer or text that a model reads; those after them are checked by rules alone. */
const mostClaims = 24
/** What all of them may take, with the model's loading: nobody waits longer for a second opinion. */
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
  let leftClaims = mostClaims
  let leftMs = mostMs
  let hasFailed = false
  let opened: Promise<Entailer | null> | null = null

  async function judge(premise: string, claim: string, signal: AbortSignal): Promise<boolean> {
    opened ??= models?.entailer() ?? Promise.resolve(null)
    // Loading cannot be stopped, and goes on for others.
    const model = await orStopped(opened, signal)
    if (model === null) return false
    const { probabilities } = await model.judge([{ premise, claim }], signal)
    return (probabilities[0] ?? 0) > leastProbability
  }

  return {
    async entails(premise, claim, signal) {
      if (hasFailed || leftClaims === 0 || leftMs <= 0) return false
      leftClaims--
      const begun = performance.now()
      const limit = AbortSignal.timeout(Math.ceil(leftMs))
      try {
        return await judge(premise, claim, signal === undefined ? limit : AbortSignal.any([signal, limit]))
      } catch (error) {
        signal?.throwIfAborted()
        if (!limit.aborted && !isModelTrouble(error)) throw error
        hasFailed = true
        telemetry.log.warn({ err: error }, 'sentences were checked without the entailment model')
        return false
      } finally {
        leftMs -= performance.now() - begun
      }
    },
    notices: () => (hasFailed ? ['entailment-failed'] : []),
  }
}
