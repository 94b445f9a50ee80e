import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Answer, AnswerHead } from '../../../contract/answers.ts'
import type { RetrievalNotice } from '../../../contract/retrieval-settings.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'

/** What went less well than it could: told above the answer. That no model is installed is told below it. */
const troubles: readonly RetrievalNotice[] = [
  'vectors-incomplete',
  'index-catching-up',
  'embedding-failed',
  'reranking-failed',
  'reranking-local-only',
  'entailment-failed',
]

const minute = 60_000

/** What a person should know before the answer is read: how it was understood, what was read, and that it was kept. */
export function AnswerNotes({ answer }: { answer: AnswerHead }) {
  const { t } = useTranslation()
  const { understoodAs, coverage, reused, notices } = answer
  const amber = notices.filter((notice) => troubles.includes(notice))
  const isPartial = coverage !== null && coverage.read < coverage.total
  return (
    <div className="mb-4 flex flex-col gap-1 text-ink-soft text-sm empty:hidden">
      {understoodAs === null ? null : <p>{t('answer.understoodAs', { question: understoodAs })}</p>}
      {coverage === null ? null : (
        <p className={isPartial ? 'tabular text-amber' : 'tabular'}>
          {t('answer.coverage', { read: coverage.read, count: coverage.total })}
        </p>
      )}
      {reused === null ? null : <Reused reused={reused} />}
      {amber.map((notice) => (
        <p key={notice} className="flex gap-1.5 text-amber">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {t(`retrievalNotice.${notice}`)}
        </p>
      ))}
    </div>
  )
}

/** Since when the answer was kept, for which question, and what it saved. */
function Reused({ reused }: { reused: NonNullable<Answer['reused']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(minute)
  const { match, question, answeredAt, ahead, savedTokens, savedNanoDollars } = reused
  const when = format.when(answeredAt, now)
  return (
    <p className="tabular">
      {match === 'similar'
        ? t('answer.reusedSimilar', { when, question })
        : t(ahead ? 'answer.reusedAhead' : 'answer.reused', { when })}{' '}
      {t('answer.saved', { count: savedTokens, money: format.money(savedNanoDollars) })}
    </p>
  )
}
