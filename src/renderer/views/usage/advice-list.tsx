import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { UsageAdvice, UsageFilter } from '../../../contract/usage.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What costs more than it has to, what to change, and what that would save in a month. Nothing while there is none. */
export function AdviceList({ filter }: { filter: UsageFilter }) {
  const { t } = useTranslation()
  const { data = [], error } = useQuery({
    ...engine.usage.advice.queryOptions({ input: { filter } }),
    placeholderData: keepPreviousData,
  })
  if (error !== null) return <FailureNote error={error} />
  if (data.length === 0) return null
  return (
    <section aria-labelledby="usage-advice">
      <h2 id="usage-advice" className="pb-3 font-semibold text-lg">
        {t('usage.advice')}
      </h2>
      <ul className="flex flex-col gap-2">
        {data.map((advice) => (
          <AdviceRow key={`${advice.kind} ${advice.model} ${advice.agent ?? ''}`} advice={advice} />
        ))}
      </ul>
    </section>
  )
}

function AdviceRow({ advice }: { advice: UsageAdvice }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { kind, model, calls, measured, limit, savesNanoDollarsAMonth } = advice
  const write = (value: number) =>
    kind === 'redundant-context' ? `${format.count(Math.round(value * 100))} %` : format.count(Math.round(value))
  return (
    <li className="rounded-md border border-line bg-raised px-4 py-3">
      <p className="font-medium">{t(`usage.advised.${kind}.happened`, { count: calls, model })}</p>
      <p className="mt-0.5 text-pretty text-ink-soft text-sm">
        {t(`usage.advised.${kind}.next`, { measured: write(measured), limit: write(limit) })}
      </p>
      {savesNanoDollarsAMonth === 0 ? null : (
        <p className="tabular mt-1 text-ink-soft text-sm">
          {t('usage.wouldSave', { amount: format.money(savesNanoDollarsAMonth) })}
        </p>
      )}
    </li>
  )
}
