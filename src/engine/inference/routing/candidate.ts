import type { AttemptFailure, ChoiceReason } from '../../../contract/language-models.ts'
import type { LanguageModelInfo } from '../../../contract/providers.ts'

/** A language model as the rules look at it. */
export type Candidate = LanguageModelInfo & {
  /** Median of late; null while it was not asked. */
  firstTokenMs: number | null
}

/** What there is to know of a request before a model is chosen. */
export type RequestFacts = {
  /** From 0 to 1. */
  complexity: number
  inputTokens: number
  /** The whole output limit. */
  outputTokens: number
  /** Of the budget that has least left, in nano-dollars; null without one. */
  budget: { left: number; limit: number } | null
  /** Something in it may not leave this machine. */
  localOnly: boolean
  offline: boolean
  needs: { tools: boolean; structured: boolean; images: boolean }
}

/** What a person said of the models to choose among: settings `models`. Null is left to prices and windows. */
export type Tiers = {
  strongest: string | null
  cheapest: string | null
  longContext: string | null
  local: string | null
  fallback: readonly string[]
  /** Complexity above which a question goes to the strongest. */
  complexity: number
  longContextTokens: number
}

/** A model to ask, and why it. */
export type Choice = { model: string; reason: ChoiceReason; because: string }

/** Whom to ask, in this order, and whom not. */
export type Route = { choices: Choice[]; passedOver: AttemptFailure[] }

/** A model that is not asked at all. */
export function passOver(model: string, code: string, reason: string): AttemptFailure {
  return { model, code, status: null, reason, tries: 0, milliseconds: 0 }
}
