import { Clock } from 'lucide-react'
import { lazy, Suspense, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { Button } from '../../components/ui/button.tsx'
import { toFailure } from '../../engine/failure.ts'
import { AnswerBody } from './answer-body.tsx'
import { AnswerFooter } from './answer-footer.tsx'
import { AnswerNotes } from './answer-notes.tsx'
import { EndingNote } from './ending-note.tsx'
import { ActionsContext } from './exchange-actions.ts'
import { loadGeneratedBody } from './load-generated-body.ts'
import { ModelLine } from './model-line.tsx'
import { PostponedNote } from './postponed-note.tsx'
import { mayPassWithTime } from './question-that-waits.ts'
import { isWritten, type ShownAnswer } from './shown-answer.ts'
import { SourceList } from './source-list.tsx'
import { Thoughts } from './thoughts.tsx'

const GeneratedBody = lazy(loadGeneratedBody)

type AnswerViewProps = {
  answer: ShownAnswer
  question: { id: string; text: string }
  /** Ways on are offered: nothing follows it, and nothing is on its way. */
  isOpen: boolean
}

/** An answer, from the moment it is asked for. Readers hear quoted sentences as they come, and of written ones the end. */
export function AnswerView({ answer, question, isOpen }: AnswerViewProps) {
  const { t } = useTranslation()
  const actions = useContext(ActionsContext)
  const { head, state, choice, answer: whole, live } = answer
  const isOnItsWay = state === 'waiting' || state === 'writing'
  const written = isWritten(answer)
  const messageId = answer.messageId ?? ''
  const again =
    question.id === '' ? null : () => actions.answerAgain(question, answer.model === null ? [] : [answer.model])
  return (
    <div>
      <div {...(live === null || written ? {} : { 'aria-live': 'polite', 'aria-busy': isOnItsWay })}>
        {head === null ? null : <AnswerNotes answer={head} />}
        {choice === null ? null : <ModelLine choice={choice} />}
        <Thoughts text={answer.reasoning} isThinking={state === 'waiting'} />
        {state === 'waiting' ? <Waiting answer={answer} /> : null}
        {head?.mode === 'nothing-found' ? <NothingFound /> : null}
        {written ? (
          <>
            <Suspense fallback={<Skeleton lines={4} />}>
              <GeneratedBody
                messageId={messageId}
                text={answer.text}
                citations={answer.citations}
                sentences={answer.sentences}
                isGrowing={isOnItsWay}
              />
            </Suspense>
            {whole === null ? null : (
              <SourceList messageId={messageId} text={answer.text} citations={answer.citations} />
            )}
          </>
        ) : head?.mode === 'nothing-found' ? null : (
          <AnswerBody messageId={messageId} sentences={answer.sentences} citations={answer.citations} />
        )}
      </div>
      {written ? <Spoken answer={answer} /> : null}
      {answer.isElsewhere ? (
        <p className="mt-3 flex items-center gap-2 text-ink-soft text-sm">
          <span className="animate-breathe">{t('answer.elsewhere')}</span>
          <Button size="small" onClick={() => actions.stop(messageId)}>
            {t('composer.stop')}
          </Button>
        </p>
      ) : null}
      <EndingNote
        answer={answer}
        onRetry={isOpen ? again : null}
        onContinue={isOpen ? () => actions.askNext(t('answer.continueQuestion')) : null}
      />
      {state === 'failed' ? (
        <div className="mt-3">
          <FailureNote
            error={answer.error}
            onRetry={answer.messageId === null || again === null ? actions.retry : again}
          />
          {toFailure(answer.error).code === 'BUDGET_EXCEEDED' ? (
            <p className="mt-2 text-sm">
              <Link href={routes.usage} className="answer-link">
                {t('answer.toBudgets')}
              </Link>
            </p>
          ) : null}
          {isOpen && mayPassWithTime(answer.error) ? (
            <Button size="small" className="mt-2" onClick={actions.askAndWait}>
              <Clock />
              {t('answer.mayWait')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {answer.postponed === null ? null : (
        <PostponedNote
          waiting={answer.postponed}
          onRetry={isOpen ? again : null}
          onStop={() => actions.stopWaiting(messageId)}
        />
      )}
      {whole === null ? null : <AnswerFooter answer={whole} />}
    </div>
  )
}

/** What is awaited is said once it takes a while. */
function Waiting({ answer: { choice, model } }: { answer: ShownAnswer }) {
  const { t } = useTranslation()
  const asked = choice?.model ?? model
  return (
    <div className="pt-2">
      {asked === null ? null : (
        <p className="animate-breathe pb-2 text-ink-soft text-sm">{t('answer.asks', { model: asked })}</p>
      )}
      <Skeleton lines={4} />
    </div>
  )
}

/** Tells screen readers that a written answer begins and how it has ended; its words are there to be read. */
function Spoken({ answer: { state, choice, answer } }: { answer: ShownAnswer }) {
  const { t } = useTranslation()
  const model = choice?.model ?? ''
  const isOnItsWay = state === 'waiting' || state === 'writing'
  const ended = answer?.generation?.ended ?? 'stop'
  const end = ended === 'stop' ? t('answer.written') : t(`answer.ended.${ended}`)
  return (
    <p role="status" className="sr-only">
      {isOnItsWay ? t('answer.writing', { model }) : state === 'complete' ? end : ''}
    </p>
  )
}

function NothingFound() {
  const { t } = useTranslation()
  return (
    <div>
      <p className="reading">{t('answer.nothingFound')}</p>
      <p className="mt-1.5 text-ink-soft text-sm">{t('answer.nothingFoundNext')}</p>
    </div>
  )
}
