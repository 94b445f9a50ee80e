import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ViewFrame } from '../../app/view-frame.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { client, engine } from '../../engine/client.ts'
import { saveText } from '../../lib/save-text.ts'
import { useNow } from '../../lib/use-now.ts'
import { AdviceList } from './advice-list.tsx'
import { BudgetSection } from './budget-section.tsx'
import { CallList } from './call-list.tsx'
import { GroupTable } from './group-table.tsx'
import { PriceSection } from './price-section.tsx'
import { useUsageChoice } from './usage-choice.ts'
import { UsageControls } from './usage-controls.tsx'
import { UsageOverTime } from './usage-over-time.tsx'
import { stretchOf, timeZone } from './usage-period.ts'
import { UsageTiles } from './usage-tiles.tsx'

/** Milliseconds between looks at the ledger while the view is open. */
const look = 10_000
const minute = 60_000

/** What models took: over time, by what it was for, call by call; the budgets that hold it; the prices it is counted by. */
export function UsageView() {
  const { t } = useTranslation()
  const { period, by, narrowing } = useUsageChoice()
  const now = useNow(minute)
  const stretch = useMemo(() => stretchOf(period, now), [period, now])
  const { from, to, step } = stretch
  const filter = { from, to, ...narrowing?.filter }
  const live = { refetchInterval: look, placeholderData: keepPreviousData }
  const summary = useQuery({ ...engine.usage.summary.queryOptions({ input: { filter, by } }), ...live })
  const overTime = useQuery({
    ...engine.usage.overTime.queryOptions({ input: { filter, step, by, timeZone: timeZone() } }),
    ...live,
  })
  const error = summary.error ?? overTime.error
  const csv = useMutation({
    mutationFn: () => client.usage.csv({ filter }),
    onSuccess: ({ name, text }) => saveText({ name, type: 'text/csv', text }),
  })
  return (
    <ViewFrame
      listTitle={t('usage.look')}
      list={<UsageControls />}
      title={t('usage.title')}
      actions={
        <Button aria-label={t('usage.csv')} disabled={csv.isPending} onClick={() => csv.mutate()}>
          <Download />
          <span className="max-sm:hidden">{t('usage.csv')}</span>
        </Button>
      }
    >
      <ScrollRegion label={t('usage.title')}>
        <div className="mx-auto flex w-full max-w-240 flex-col gap-8 px-4 pt-4 pb-16 sm:px-6">
          {error === null ? null : (
            <FailureNote error={error} onRetry={() => void Promise.all([summary.refetch(), overTime.refetch()])} />
          )}
          {csv.error === null ? null : <FailureNote error={csv.error} onRetry={() => csv.mutate()} />}
          {summary.data === undefined ? (
            summary.isLoading ? (
              <Skeleton lines={8} />
            ) : null
          ) : (
            <>
              <UsageTiles total={summary.data.total} forecast={overTime.data?.forecast ?? null} />
              {summary.data.total.calls === 0 ? (
                <EmptyState title={t('usage.empty')} text={t('usage.emptyHint')} />
              ) : (
                <>
                  {overTime.data === undefined ? null : (
                    <UsageOverTime steps={overTime.data.steps} step={step} groups={summary.data.groups} />
                  )}
                  <GroupTable groups={summary.data.groups} />
                  <AdviceList filter={filter} />
                  <CallList key={JSON.stringify([period, narrowing])} filter={filter} />
                </>
              )}
            </>
          )}
          <BudgetSection />
          <PriceSection />
        </div>
      </ScrollRegion>
    </ViewFrame>
  )
}
