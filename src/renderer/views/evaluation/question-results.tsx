import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Evaluation, QuestionResult } from '../../../contract/evaluation.ts'
import { Button } from '../../components/ui/button.tsx'
import { formatDifference, formatScore } from './measures.ts'

const shownAtOnce = 50

type Pair = { first: QuestionResult; second: QuestionResult | undefined; difference: number }

/** Question by question: those that the second way changed most stand first, otherwise those that were found worst. */
export function QuestionResults({ evaluation }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation()
  const [most, setMost] = useState(shownAtOnce)
  const pairs = pairUp(evaluation)
  return (
    <section aria-label={t('evaluation.byQuestion')}>
      <h3 className="pt-6 pb-2 font-medium text-base">{t('evaluation.byQuestion')}</h3>
      <ul className="divide-y divide-line rounded-md border border-line">
        {pairs.slice(0, most).map(({ first, second, difference }) => (
          <li key={first.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-3 py-2">
            <p className="min-w-60 flex-1 text-sm [overflow-wrap:anywhere]">{first.text}</p>
            <p className="tabular text-ink-soft text-sm">
              {first.scores === null
                ? t('evaluation.notJudged')
                : t('evaluation.questionScore', { score: formatScore(i18n.language, first.scores.ndcgAt10) })}
              {second?.scores && first.scores ? (
                <span className={difference > 0 ? 'text-accent' : difference < 0 ? 'text-red' : ''}>
                  {` → ${formatScore(i18n.language, second.scores.ndcgAt10)} (${formatDifference(i18n.language, difference)})`}
                </span>
              ) : null}
            </p>
            <p className="basis-full text-ink-faint text-xs [overflow-wrap:anywhere]">
              {t('evaluation.found', { names: (second ?? first).found.slice(0, 3).join(', ') || '–' })}
            </p>
          </li>
        ))}
      </ul>
      {pairs.length > most ? (
        <Button className="mt-3" onClick={() => setMost(most + shownAtOnce)}>
          {t('evaluation.more', { count: pairs.length - most })}
        </Button>
      ) : null}
    </section>
  )
}

function pairUp({ results }: Evaluation): Pair[] {
  const [first, second] = results
  const after = new Map(second?.questions.map((question) => [question.id, question]))
  const pairs = (first?.questions ?? []).map((question): Pair => {
    const other = after.get(question.id)
    const difference = (other?.scores?.ndcgAt10 ?? 0) - (question.scores?.ndcgAt10 ?? 0)
    return { first: question, second: other, difference: other === undefined ? 0 : difference }
  })
  const worth = ({ first: { scores } }: Pair) => scores?.ndcgAt10 ?? 2
  return pairs.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || worth(a) - worth(b))
}
