import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { ScrollRegion } from '../../components/scroll-region.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { useEvaluationRuns } from './evaluation-runs.ts'
import { HistoryList } from './history-list.tsx'
import { QuestionList } from './question-list.tsx'
import { ResultPanel } from './result-panel.tsx'
import { RunPanel } from './run-panel.tsx'

/** One set: how it is run, what came out, its earlier runs, and its questions. */
export function SetPanel({ setId }: { setId: string }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const set = useQuery(engine.evaluation.sets.get.queryOptions({ input: { setId } }))
  const runs = useQuery(engine.evaluation.runs.queryOptions({ input: { setId, limit: 50 } }))
  const isLive = useEvaluationRuns(({ live }) => live[setId] !== undefined)
  const shown = runs.data?.items.find(({ id }) => id === chosen) ?? runs.data?.items[0]
  return (
    <ScrollRegion label={t('evaluation.title')}>
      <div className="mx-auto w-full max-w-240 px-4 pb-16 sm:px-6">
        {set.isLoading ? <Skeleton className="pt-6" lines={8} /> : null}
        {set.isError ? (
          <div className="pt-4">
            <FailureNote error={set.error} onRetry={() => void set.refetch()} />
          </div>
        ) : null}
        {set.data === undefined ? null : (
          <>
            <RunPanel key={setId} setId={setId} onEnd={setChosen} />
            {runs.isError ? <FailureNote error={runs.error} onRetry={() => void runs.refetch()} /> : null}
            {runs.data?.total === 0 && !isLive ? (
              <p className="pt-8 text-ink-soft">{t('evaluation.neverRun')}</p>
            ) : null}
            {shown === undefined ? null : <ResultPanel evaluationId={shown.id} />}
            {runs.data === undefined || runs.data.total === 0 ? null : (
              <HistoryList runs={runs.data.items} current={shown?.id ?? null} onChoose={setChosen} />
            )}
            <div className="pt-4">
              <QuestionList set={set.data.set} questions={set.data.questions} />
            </div>
          </>
        )}
      </div>
    </ScrollRegion>
  )
}
