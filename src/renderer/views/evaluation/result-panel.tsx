import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { engine } from '../../engine/client.ts'
import { useFormat } from '../../lib/use-format.ts'
import { describeSettings } from './history-list.tsx'
import { MeasureTable } from './measure-table.tsx'
import { QuestionResults } from './question-results.tsx'

/** What one run came to: its figures, and then question by question. */
export function ResultPanel({ evaluationId }: { evaluationId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(engine.evaluation.get.queryOptions({ input: { evaluationId } }))
  if (query.isError) return <FailureNote error={query.error} onRetry={() => void query.refetch()} />
  if (query.data === undefined) return <Skeleton className="py-6" lines={6} />
  const { results, createdAt } = query.data
  const [first, second] = results
  const named = [first, second].flatMap((result) =>
    result === undefined ? [] : [describeSettings(result.retrieval) || t('evaluation.asInstalled')],
  )
  return (
    <section aria-labelledby="evaluation-result" className="pt-8">
      <h2 id="evaluation-result" className="font-semibold text-lg">
        {t('evaluation.result')}
      </h2>
      <p className="pt-0.5 pb-2 text-ink-soft text-sm [overflow-wrap:anywhere]">
        {[
          format.dateTime(createdAt),
          t('evaluation.judged', { judged: first?.judged ?? 0, asked: first?.asked ?? 0 }),
          named.join(' → '),
        ].join(' · ')}
      </p>
      {(first?.missingDocuments ?? 0) > 0 ? (
        <p className="pb-2 text-amber text-sm">{t('evaluation.missing', { count: first?.missingDocuments ?? 0 })}</p>
      ) : null}
      <MeasureTable evaluation={query.data} />
      {second === undefined ? null : (
        <p className="pt-1.5 text-pretty text-ink-soft text-xs">{t('evaluation.intervalHint')}</p>
      )}
      <QuestionResults key={evaluationId} evaluation={query.data} />
    </section>
  )
}
