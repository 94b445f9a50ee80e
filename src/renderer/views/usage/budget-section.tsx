import { useMutation, useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Budget } from '../../../contract/usage.ts'
import { Facts } from '../../components/facts.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { showToast } from '../../components/toasts.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { client, engine } from '../../engine/client.ts'
import { describeFailure } from '../../engine/describe-failure.ts'
import { queryClient } from '../../engine/query-client.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { BudgetDialog } from './budget-dialog.tsx'

const look = 10_000
const refresh = () => queryClient.invalidateQueries({ queryKey: engine.budgets.key() })

/** What may be spent, on what, and what is left of it. */
export function BudgetSection() {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<Budget | 'new' | null>(null)
  const { data, error } = useQuery({ ...engine.budgets.list.queryOptions(), refetchInterval: look })
  return (
    <section aria-labelledby="usage-budgets" id="budgets">
      <div className="flex items-center gap-2 pb-1">
        <h2 id="usage-budgets" className="flex-1 font-semibold text-lg">
          {t('usage.budgets')}
        </h2>
        <Button size="small" onClick={() => setEdited('new')}>
          <Plus />
          {t('usage.addBudget')}
        </Button>
      </div>
      <p className="text-pretty pb-3 text-ink-soft text-sm">{t('usage.aboutBudgets')}</p>
      {error === null ? null : <FailureNote error={error} />}
      {data?.length === 0 ? <p className="text-ink-soft">{t('usage.noBudgets')}</p> : null}
      <ul className="divide-y divide-line">
        {data?.map((budget) => (
          <BudgetRow key={budget.id} budget={budget} onEdit={() => setEdited(budget)} />
        ))}
      </ul>
      {edited === null ? null : (
        <BudgetDialog budget={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </section>
  )
}

function BudgetRow({ budget, onEdit }: { budget: Budget; onEdit(): void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { limitNanoDollars: limit, spentNanoDollars: spent, reservedNanoDollars: reserved, state } = budget
  const remove = useMutation({
    mutationFn: () => client.budgets.remove({ budgetId: budget.id }),
    onSuccess: () => {
      showToast({ text: t('usage.budgetRemoved', { name }), action: { label: t('action.undo'), run: putBack } })
      return refresh()
    },
  })
  const name = t(`usage.scope.${budget.scope}`, { subject: budget.title ?? budget.subject ?? '' })
  // What was spent is counted from the ledger, so a budget that comes back is as full as it was.
  const putBack = () => {
    const { scope, subject, period } = budget
    client.budgets
      .set({
        scope,
        limitNanoDollars: limit,
        ...(subject === null ? {} : { subject }),
        // A day and a month are periods by themselves.
        ...(scope === 'day' || scope === 'month' ? {} : { period }),
      })
      .then(refresh)
      .catch((failure: unknown) => showToast({ text: describeFailure(t, failure).happened }))
  }
  const used = limit === 0 ? 1 : Math.min(1, spent / limit)
  const ahead = limit === 0 ? 0 : Math.min(1 - used, reserved / limit)
  return (
    <li className="py-3">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate font-medium">
            {name}
          </p>
          <Facts
            facts={[
              t('usage.spentOf', { spent: format.money(spent), limit: format.money(limit) }),
              ...(reserved === 0 ? [] : [t('usage.setAside', { amount: format.money(reserved) })]),
              ...(budget.renewsAt === null ? [] : [t('usage.renews', { time: format.dateTime(budget.renewsAt) })]),
            ]}
          />
        </div>
        {state === 'within' ? null : (
          <span className={cn('text-sm', state === 'stopped' ? 'text-red' : 'text-amber')}>
            {t(budget.isOverbilled ? 'usage.overbilled' : `usage.state.${state}`)}
          </span>
        )}
        <Tooltip label={t('usage.changeBudget', { name })}>
          <Button look="quiet" size="icon" aria-label={t('usage.changeBudget', { name })} onClick={onEdit}>
            <Pencil />
          </Button>
        </Tooltip>
        <Tooltip label={t('usage.removeBudget', { name })}>
          <Button
            look="quiet"
            size="icon"
            aria-label={t('usage.removeBudget', { name })}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <Trash2 />
          </Button>
        </Tooltip>
      </div>
      {/* What it shows stands in the line above. */}
      <div aria-hidden className="mt-2 flex h-1.5 overflow-hidden rounded-full bg-chosen">
        <div
          className={cn('h-full', state === 'stopped' ? 'bg-red' : state === 'warning' ? 'bg-amber' : 'bg-ink-soft')}
          style={{ width: `${used * 100}%` }}
        />
        <div className="h-full bg-line-strong" style={{ width: `${ahead * 100}%` }} />
      </div>
      {remove.isError ? <FailureNote error={remove.error} /> : null}
    </li>
  )
}
