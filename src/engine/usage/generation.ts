import type { GenerationWarning, ModelChoice, ModelPolicy } from '../../contract/language-models.ts'
import type { TokenUsage } from '../../contract/money.ts'
import type { GenerationRequest, StreamPart } from '../inference/language-model.ts'
import type { CallContext } from './spending.ts'

/** Output limit and the like come from the settings where the request does not say. */
export type AskedGeneration = Omit<GenerationRequest, 'maximumOutputTokens'> & {
  maximumOutputTokens?: number | undefined
  policy: ModelPolicy
  context: CallContext
  /** What its complexity is judged by; without it, the text of the last message of the user. */
  question?: string
  /** Something in it may not leave this machine, whatever the policy: only models on it are asked. */
  localOnly?: boolean
}

/** What a stream of a metered model sends beside the model's own parts. */
export type GenerationPart =
  /** Before the first part of each model that is tried; `choice.tried` says what failed before. */
  | { type: 'model-start'; choice: ModelChoice }
  | Exclude<StreamPart, { type: 'finish' }>
  /** The last part, also when a budget or a broken stream ended it early after its first token. */
  | {
      type: 'finish'
      reason: Extract<StreamPart, { type: 'finish' }>['reason'] | 'budget' | 'broken'
      choice: ModelChoice
      /** Of all calls that this took, and what they cost. */
      usage: TokenUsage
      nanoDollars: number
      counted: boolean
      callIds: readonly string[]
      warnings: readonly GenerationWarning[]
    }

export type GenerationEstimate = {
  /** Null when no model would be asked. */
  model: string | null
  because: string
  inputTokens: number
  /** What is likely, by the answers before. */
  likelyOutputTokens: number
  likelyNanoDollars: number | null
  worstCaseNanoDollars: number | null
  tightestBudget: { budgetId: string; leftNanoDollars: number; limitNanoDollars: number } | null
}

/**
 * Language models as every other room gets them: chosen by policy, tried again and fallen back from, reserved before each
 * call and settled after it. A stream that was stopped by its signal is settled with what had arrived, then throws the
 * signal's reason.
 */
export type Generations = {
  /**
   * @throws Failure MODEL_NOT_FOUND, MODEL_NOT_INSTALLED, MODEL_FAILED, MODEL_UNREACHABLE, MODEL_REJECTED, CONTEXT_EXCEEDED,
   * BUDGET_EXCEEDED, PRICE_UNKNOWN, LOCAL_ONLY, NETWORK_OFFLINE, before the first token; the signal's reason
   */
  stream(asked: AskedGeneration): AsyncIterable<GenerationPart>
  estimate(asked: Omit<AskedGeneration, 'signal'>): Promise<GenerationEstimate>
}
