import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes.ts'
import { Button } from '../../components/ui/button.tsx'
import type { ShownAnswer } from './shown-answer.ts'

type EndingNoteProps = {
  answer: ShownAnswer
  /** Null where the thread has gone on since. */
  onRetry: (() => void) | null
  onContinue: (() => void) | null
}

/** Why an answer ended before its end, and the ways on. */
export function EndingNote({ answer, onRetry, onContinue }: EndingNoteProps) {
  const { t } = useTranslation()
  const ended = endingOf(answer)
  if (ended === null) return null
  const hasText = answer.text !== '' || answer.sentences.length > 0
  const { choice } = answer
  const broken = ended === 'broken' ? choice?.tried.findLast(({ model }) => model === choice.model) : undefined
  return (
    <div className="mt-3 font-sans">
      <p className="text-amber text-sm">
        {t(hasText || !mayBeEmpty.has(ended) ? `answer.ended.${ended}` : 'answer.ended.nothing')}
      </p>
      {broken === undefined ? null : (
        <p className="mt-1 text-ink-soft text-sm">
          {t('answer.brokenWhy', { reason: broken.reason })} <span className="font-mono text-xs">{broken.code}</span>
        </p>
      )}
      {ended === 'budget' ? (
        <p className="mt-1 text-ink-soft text-sm">
          {t('answer.budgetNext')}{' '}
          <Link href={routes.usage} className="answer-link">
            {t('answer.toBudgets')}
          </Link>
        </p>
      ) : null}
      {onRetry === null ? null : (
        <div className="mt-2 flex flex-wrap gap-2">
          {hasText && onContinue !== null && ended !== 'content-filter' ? (
            <Button size="small" onClick={onContinue}>
              {t('answer.continue')}
            </Button>
          ) : null}
          <Button size="small" onClick={onRetry}>
            {t('action.tryAgain')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Endings that say that something is kept. */
const mayBeEmpty: ReadonlySet<string> = new Set(['stopped', 'interrupted'])

function endingOf({ state, answer }: ShownAnswer) {
  const ended = answer?.generation?.ended ?? 'stop'
  if (ended !== 'stop') return ended
  if (state === 'stopped') return 'stopped'
  return state === 'interrupted' ? 'interrupted' : null
}
