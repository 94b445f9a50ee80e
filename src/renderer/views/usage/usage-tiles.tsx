import { useTranslation } from 'react-i18next'
import type { UsageSums } from '../../../contract/usage.ts'
import { useFormat } from '../../lib/use-format.ts'

type Forecast = { spent: number; expected: number; low: number; high: number }

/** The whole in a few figures, and what this month comes to if it goes on so. */
export function UsageTiles({ total, forecast }: { total: UsageSums; forecast: Forecast | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { usage, nanoDollars, savedNanoDollars, calls, failed, unpriced, firstTokenMs } = total
  const tiles = [
    { name: t('usage.spent'), value: format.money(nanoDollars), note: null },
    {
      name: t('usage.tokens'),
      value: format.count(usage.inputTokens + usage.outputTokens),
      note: t('usage.inAndOut', {
        input: format.count(usage.inputTokens),
        output: format.count(usage.outputTokens),
      }),
    },
    {
      name: t('usage.calls'),
      value: format.count(calls),
      note: failed === 0 ? null : t('usage.failed', { count: failed }),
    },
    {
      name: t('usage.saved'),
      value: format.money(savedNanoDollars),
      note: t('usage.cachedTokens', { tokens: format.count(usage.cachedInputTokens) }),
    },
    {
      name: t('usage.firstToken'),
      value: firstTokenMs === null ? '–' : format.milliseconds(firstTokenMs.p50),
      note: firstTokenMs === null ? null : t('usage.p95', { value: format.milliseconds(firstTokenMs.p95) }),
    },
  ]
  return (
    <section aria-label={t('usage.whole')}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-3 lg:grid-cols-5">
        {tiles.map(({ name, value, note }) => (
          <div key={name} className="bg-raised px-4 py-3 max-lg:last:col-span-2">
            <dt className="text-ink-soft text-xs">{name}</dt>
            <dd className="tabular pt-0.5 font-semibold text-xl">{value}</dd>
            {note === null ? null : <dd className="tabular text-ink-soft text-xs">{note}</dd>}
          </div>
        ))}
      </dl>
      {forecast === null ? null : (
        <p className="tabular pt-2.5 text-ink-soft text-sm">
          {t('usage.forecast', {
            expected: format.money(forecast.expected),
            low: format.money(forecast.low),
            high: format.money(forecast.high),
            spent: format.money(forecast.spent),
          })}
        </p>
      )}
      {unpriced === 0 ? null : <p className="pt-1.5 text-amber text-sm">{t('usage.unpriced', { count: unpriced })}</p>}
    </section>
  )
}
