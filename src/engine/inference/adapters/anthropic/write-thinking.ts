import type { ThinkingConfigParam } from '@anthropic-ai/sdk/resources/messages'
import type { GenerationWarning, ReasoningEffort } from '../../../../contract/language-models.ts'
import type { ClaudeTraits } from './claude-traits.ts'

/** Tokens to think with, for models that are given a number of them. */
const budgets: Readonly<Record<Exclude<ReasoningEffort, 'off'>, number>> = { low: 2_048, medium: 8_192, high: 24_576 }
/** The protocol's own least. */
const leastBudget = 1_024
/** What is thought counts in the output limit: a part of it is left for the answer. */
const mostOfLimit = 0.75

export type WrittenThinking = {
  thinking: ThinkingConfigParam | null
  effort: Exclude<ReasoningEffort, 'off'> | null
  warnings: GenerationWarning[]
}

/**
 * How much a model is to think, in its generation's words. Nothing is said where nothing was asked for.
 *
 * @param options.forbidden why the rest of the call does not allow it; null where it does
 */
export function writeThinking(
  asked: ReasoningEffort | undefined,
  options: {
    traits: ClaudeTraits
    maximumOutputTokens: number
    forbidden: string | null
  },
): WrittenThinking {
  const { traits, maximumOutputTokens, forbidden } = options
  const nothing: WrittenThinking = { thinking: null, effort: null, warnings: [] }
  const without = (reason: string): WrittenThinking => ({ ...nothing, warnings: [{ option: 'reasoning', reason }] })

  if (asked === undefined) return nothing
  if (asked === 'off') {
    switch (traits.withoutThinking) {
      case 'omitted':
        return nothing
      case 'never':
        return { ...without('this model always thinks; it is asked to think little'), effort: 'low' }
      default:
        return { ...nothing, thinking: { type: traits.withoutThinking } }
    }
  }
  if (traits.thinking === 'none') return without('this model does not think before it answers')
  if (forbidden !== null) return without(forbidden)
  if (traits.thinking === 'adaptive') {
    // Younger models keep their thoughts to themselves unless they are asked for them.
    return { ...nothing, thinking: { type: 'adaptive', display: 'summarized' }, effort: asked }
  }
  const budget = Math.min(budgets[asked], Math.floor(maximumOutputTokens * mostOfLimit))
  if (budget < leastBudget) return without('the output limit leaves no room for it')
  return { ...nothing, thinking: { type: 'enabled', budget_tokens: budget } }
}

/** Whether a call with this configuration thinks, as far as the call decides that. */
export const thinks = (thinking: ThinkingConfigParam | null): boolean =>
  thinking?.type === 'enabled' || thinking?.type === 'adaptive'
