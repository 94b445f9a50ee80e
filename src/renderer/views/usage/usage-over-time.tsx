import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import type { UsageGroupRow } from './group-table.tsx'
import { OverTimeTable } from './over-time-table.tsx'
import { type Step, toSeries } from './series.ts'
import { useUsageChoice } from './usage-choice.ts'
import type { Stretch } from './usage-period.ts'
import { useGroupTitle } from './use-group-title.ts'

// The chart's library is larger than the rest of the page together.
const OverTimeChart = lazy(async () => ({ default: (await import('./over-time-chart.tsx')).OverTimeChart }))

type UsageOverTimeProps = {
  steps: readonly Step[]
  step: Stretch['step']
  /** Of the same time, with the titles of what the steps know by its key. */
  groups: readonly Pick<UsageGroupRow, 'key' | 'title'>[]
}

/** Money or tokens of each step of time, told apart by group, as a chart or as the table that says the same. */
export function UsageOverTime({ steps, step, groups }: UsageOverTimeProps) {
  const { t } = useTranslation()
  const { by, measure, shape, set } = useUsageChoice()
  const titleOf = useGroupTitle(by)
  const { series, rows } = toSeries(steps, measure)
  const named = series.map(({ id, key }) => ({
    id,
    title: titleOf(id, key, groups.find((group) => group.key === key)?.title),
  }))
  return (
    <section>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <h2 className="flex-1 font-semibold text-lg">{t('usage.overTime')}</h2>
        <Button
          size="small"
          aria-pressed={measure === 'tokens'}
          onClick={() => set({ measure: measure === 'money' ? 'tokens' : 'money' })}
        >
          {t(measure === 'money' ? 'usage.showTokens' : 'usage.showMoney')}
        </Button>
        <Button
          size="small"
          aria-pressed={shape === 'table'}
          onClick={() => set({ shape: shape === 'chart' ? 'table' : 'chart' })}
        >
          {t(shape === 'chart' ? 'usage.asTable' : 'usage.asChart')}
        </Button>
      </div>
      {shape === 'table' ? (
        <OverTimeTable rows={rows} series={named} measure={measure} step={step} />
      ) : (
        <Suspense fallback={<Skeleton lines={6} />}>
          <OverTimeChart rows={rows} series={named} measure={measure} step={step} />
        </Suspense>
      )}
    </section>
  )
}
