import type { GenerationWarning } from '../../../../contract/language-models.ts'
import type { GenerationRequest } from '../../language-model.ts'
import type { Target } from './openai-target.ts'

type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high'

export type Thinking = {
  /** A level for the protocol's own field; null to say nothing. */
  effort: Effort | null
  /** For servers that are told whether to think, and not how much; null to say nothing. */
  isOn: boolean | null
  warnings: GenerationWarning[]
}

const levels = ['low', 'medium', 'high'] as const

/** How a model is asked to think as much as the request says, or as near to that as it can. */
export function writeThinking({ reasoning }: Pick<GenerationRequest, 'reasoning'>, target: Target): Thinking {
  const { traits, kind } = target
  const said = (effort: Effort | null, reason?: string): Thinking => ({
    effort,
    isOn: null,
    warnings: reason === undefined ? [] : [{ option: 'reasoning', reason }],
  })
  if (reasoning === undefined) return said(null)
  if (!target.supports.reasoning) return reasoning === 'off' ? said(null) : said(null, 'the model does not think')
  if (reasoning === 'off') {
    if (traits.withoutThinking === null) {
      return said(traits.levels ? traits.leastEffort : null, 'the model always thinks; it was asked to think little')
    }
    if (kind.thinkingSwitch) return { ...said(null), isOn: false }
    const isLittle = traits.withoutThinking === 'minimal'
    return said(traits.withoutThinking, isLittle ? 'the model always thinks; it was asked to think little' : undefined)
  }
  if (!traits.levels) {
    const asked = said(null, 'the model can’t be told how much to think')
    return kind.thinkingSwitch && traits.withoutThinking !== null ? { ...asked, isOn: true } : asked
  }
  const isTooLittle = levels.indexOf(reasoning) < levels.indexOf(traits.leastEffort)
  return isTooLittle ? said(traits.leastEffort, 'the model does not think so little') : said(reasoning)
}

/** Temperature and top-p, where the model has them. */
export function writeSampling(
  request: Pick<GenerationRequest, 'temperature' | 'topP'>,
  { traits, effort }: { traits: Target['traits']; effort: Effort | null },
): { fields: { temperature?: number; top_p?: number }; warnings: GenerationWarning[] } {
  const { temperature, topP } = request
  const isTaken = traits.sampling === 'always' || (traits.sampling === 'without-thinking' && effort === 'none')
  if (!isTaken) {
    const reason = 'models that think choose their words themselves'
    return {
      fields: {},
      warnings: [
        ...(temperature === undefined ? [] : [{ option: 'temperature', reason }]),
        ...(topP === undefined ? [] : [{ option: 'topP', reason }]),
      ],
    }
  }
  return {
    fields: { ...(temperature === undefined ? {} : { temperature }), ...(topP === undefined ? {} : { top_p: topP }) },
    warnings: [],
  }
}
