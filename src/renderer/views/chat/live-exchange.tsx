import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import type { LiveAnswer } from '../../engine/asking.ts'
import { AnswerBody } from './answer-body.tsx'
import { AnswerNotes } from './answer-notes.tsx'
import { AskedContext } from './asked.ts'
import { NothingFound, QuestionTitle } from './exchange-view.tsx'

/** The exchange that is being answered now. Readers hear sentences as they are added. */
export function LiveExchange({ answer, onRetry }: { answer: LiveAnswer; onRetry(): void }) {
  const { t } = useTranslation()
  const { question, libraries, head } = answer
  const mode = head?.mode ?? null
  const asked = useMemo(
    () => (mode === 'collection' ? null : { query: question, libraryIds: libraries }),
    [mode, question, libraries],
  )
  const waiting = answer.state === 'asking' && answer.sentences.length === 0
  return (
    <article className="pb-12" aria-label={answer.question}>
      <QuestionTitle text={answer.question} />
      <div aria-live="polite" aria-busy={answer.state === 'asking'}>
        {head === null ? null : <AnswerNotes answer={head} />}
        {waiting ? <Skeleton lines={4} className="pt-2" /> : null}
        {mode === 'nothing-found' && answer.state === 'asking' && !waiting ? <NothingFound /> : null}
        <AskedContext value={asked}>
          <AnswerBody messageId={answer.messageId ?? ''} sentences={answer.sentences} citations={answer.citations} />
        </AskedContext>
        {answer.state === 'stopped' ? <p className="mt-3 text-amber text-sm">{t('answer.interrupted')}</p> : null}
      </div>
      {answer.state === 'failed' ? (
        <div className="mt-3">
          <FailureNote error={answer.error} onRetry={onRetry} />
        </div>
      ) : null}
    </article>
  )
}
