import { Library } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AnswerPlan } from '../../../contract/chat.ts'
import { Facts } from '../../components/facts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { useFormat } from '../../lib/use-format.ts'

type PlanNoteProps = {
  question: string
  plan: AnswerPlan
  onRead(): void
  onPassages(): void
  onCancel(): void
}

/** Asks before a question reads every document, where that takes long or costs something. */
export function PlanNote({ question, plan, onRead, onPassages, onCancel }: PlanNoteProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const facts = [
    t('count.documents', { count: plan.documents }),
    // Of a question that would be answered from passages alone nobody has told what reading all takes.
    ...(plan.kind === 'collection' ? [t('count.tokens', { count: plan.tokens })] : []),
    ...(plan.seconds === null ? [] : [t('plan.time', { time: format.seconds(plan.seconds) })]),
    t(plan.cost.estimated && plan.cost.nanoDollars > 0 ? 'cost.estimated' : 'cost.exact', {
      money: format.money(plan.cost.nanoDollars),
    }),
  ]
  return (
    <section aria-label={t('plan.title')} className="mb-3 rounded-md border border-line bg-panel px-4 py-3">
      <h2 className="flex items-center gap-2 font-medium">
        <Library aria-hidden className="size-4 shrink-0 text-ink-faint" />
        {t('plan.title')}
      </h2>
      <p className="mt-1 line-clamp-2 text-ink-soft text-sm">{t('plan.question', { question })}</p>
      <Facts facts={facts} className="mt-1" />
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button look="primary" autoFocus onClick={onRead}>
          {t('plan.read')}
        </Button>
        <Button onClick={onPassages}>{t('plan.passages')}</Button>
        <Button look="quiet" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </section>
  )
}
