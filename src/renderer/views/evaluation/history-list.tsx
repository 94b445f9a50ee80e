import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { EvaluationSummary } from '../../../contract/evaluation.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Button } from '../../components/ui/button.tsx'
import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { formatScore } from './measures.ts'

type HistoryListProps = {
  runs: readonly EvaluationSummary[]
  current: string | null
  onChoose(evaluationId: string): void
}

/** Earlier runs of a set, newest first. */
export function HistoryList({ runs, current, onChoose }: HistoryListProps) {
  const { t, i18n } = useTranslation()
  const format = useFormat()
  const remove = useMutation(
    engine.evaluation.delete.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: engine.evaluation.runs.key() }),
    }),
  )
  return (
    <section aria-labelledby="evaluation-history" className="pt-8">
      <h2 id="evaluation-history" className="pb-2 font-semibold text-lg">
        {t('evaluation.history')}
      </h2>
      {remove.isError ? <FailureNote error={remove.error} /> : null}
      <ul className="divide-y divide-line rounded-md border border-line">
        {runs.map((run) => (
          <li key={run.id} className={cn('flex items-center gap-2 pe-2', run.id === current && 'bg-chosen')}>
            <button
              type="button"
              aria-pressed={run.id === current}
              onClick={() => onChoose(run.id)}
              className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4 px-3 py-2 text-start -outline-offset-2 hover:bg-hover"
            >
              <span className="text-sm">{format.dateTime(run.createdAt)}</span>
              <span className="tabular text-ink-soft text-sm">
                {t('evaluation.runScore', {
                  score: run.results.map(({ ranking }) => formatScore(i18n.language, ranking.ndcgAt10)).join(' → '),
                })}
              </span>
              <span className="min-w-0 truncate text-ink-faint text-xs">
                {run.results
                  .map(({ retrieval }) => describeSettings(retrieval) || t('evaluation.asInstalled'))
                  .join(' → ')}
              </span>
            </button>
            <Button
              look="quiet"
              size="icon-small"
              aria-label={t('evaluation.deleteRun', { when: format.dateTime(run.createdAt) })}
              disabled={remove.isPending}
              onClick={() => remove.mutate({ evaluationId: run.id })}
            >
              <Trash2 />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Names and values as they stand in a file of settings. */
export function describeSettings(retrieval: EvaluationSummary['results'][number]['retrieval']): string {
  return Object.entries(retrieval)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}
