import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AnswerPlan } from '../../../contract/chat.ts'
import { extractiveModel, type GenerationOptions } from '../../../contract/language-models.ts'
import { Progress } from '../../components/ui/progress.tsx'
import { engine } from '../../engine/client.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Milliseconds that the typing rests before the estimate is made anew. */
const restFor = 400

/** Part of a budget below which what is left of it is shown. */
const tight = 0.25

type CostGaugeProps = {
  question: string
  conversationId: string | null
  libraryIds: readonly string[]
  /** None where the conversation or the settings choose. */
  models: readonly string[]
  options: GenerationOptions
  attachments: readonly string[]
}

/** What the question is likely to cost and what it may cost at most, and what is left of a budget that is nearly spent. */
export function CostGauge({ question, conversationId, libraryIds, models, options, attachments }: CostGaugeProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const rested = useDebounced(question, restFor)
  const common = {
    question: rested,
    libraries: [...libraryIds],
    attachments: [...attachments],
    options,
    ...(conversationId === null ? {} : { conversationId }),
  }
  const asked: readonly (string | undefined)[] = models.length === 0 ? [undefined] : models
  const plans = useQueries({
    queries: asked.map((model) => ({
      ...engine.chat.plan.queryOptions({ input: { ...common, ...(model === undefined ? {} : { model }) } }),
      enabled: rested !== '',
      placeholderData: (before: AnswerPlan | undefined) => before,
    })),
    combine: (results) => results.flatMap(({ data }) => data ?? []),
  })
  // Its place is kept where it has a line of its own, so that the composer does not move when the typing rests.
  if (question === '' || plans.length < asked.length) return <span className="sm:hidden h-4 w-full" />
  const likely = sum(plans.map(({ cost }) => cost.nanoDollars))
  const worst = plans.every(({ worstCaseNanoDollars }) => worstCaseNanoDollars !== null)
    ? sum(plans.map(({ worstCaseNanoDollars }) => worstCaseNanoDollars ?? 0))
    : null
  const isUnknown = plans.some(({ model, worstCaseNanoDollars }) => isModel(model) && worstCaseNanoDollars === null)
  const tokens = sum(plans.map(({ cost }) => cost.inputTokens))
  const budget = tightestOf(plans)
  const inWords = () => {
    if (isUnknown) return t('gauge.unknown')
    const money = format.money(likely)
    if (worst !== null && worst !== likely) return t('gauge.range', { money, most: format.money(worst) })
    return t(likely === 0 ? 'cost.exact' : 'cost.estimated', { money })
  }
  return (
    <span
      className="tabular ms-auto inline-flex items-center justify-end gap-2 text-end max-sm:w-full"
      title={t('count.tokens', { count: tokens })}
    >
      {budget === null || budget.left > tight ? null : (
        <span className="inline-flex items-center gap-1.5">
          <span className="inline-block w-12">
            <Progress value={Math.max(0, budget.left)} label={t('gauge.left')} />
          </span>
          <span className={budget.leftNanoDollars < 0 ? 'text-red' : 'text-amber'}>
            {budget.leftNanoDollars < 0
              ? t('gauge.over')
              : t('gauge.leftOf', { money: format.money(budget.leftNanoDollars) })}
          </span>
        </span>
      )}
      <span>{inWords()}</span>
    </span>
  )
}

/** Quotes cost nothing, and nobody has to say so. */
function isModel(reference: string | null): boolean {
  return reference !== null && reference !== extractiveModel
}

function tightestOf(plans: readonly AnswerPlan[]): { left: number; leftNanoDollars: number } | null {
  const budgets = plans.flatMap(({ tightestBudget }) => tightestBudget ?? [])
  const parts = budgets.map(({ leftNanoDollars, limitNanoDollars }) => ({
    leftNanoDollars,
    left: limitNanoDollars === 0 ? 0 : leftNanoDollars / limitNanoDollars,
  }))
  return parts.toSorted((one, other) => one.left - other.left)[0] ?? null
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0)
}
