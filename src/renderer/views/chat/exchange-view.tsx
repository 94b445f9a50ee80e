import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../contract/chat.ts'
import type { AskedHow } from '../../engine/asking.ts'
import { cn } from '../../lib/cn.ts'
import { AnswerBody } from './answer-body.tsx'
import { AnswerFooter } from './answer-footer.tsx'
import { AnswerNotes } from './answer-notes.tsx'
import { AskAgain } from './ask-again.tsx'
import { AskedContext } from './asked.ts'
import type { Exchange } from './exchanges.ts'
import { NextQuestions } from './next-questions.tsx'

/** The question as a title: large while it is short enough to be one. */
export function QuestionTitle({ text }: { text: string }) {
  const long = text.length > 160
  return (
    <h2 dir="auto" className={cn('reading-title mb-4 whitespace-pre-wrap', long ? 'text-lg' : 'text-xl sm:text-2xl')}>
      {text}
    </h2>
  )
}

type ExchangeViewProps = {
  exchange: Exchange
  /** Of its conversation; none means all. */
  libraryIds: readonly string[]
  /** Asks the question once more in another way; null where that is not offered. */
  onAskAgain: ((how: AskedHow) => void) | null
  /** Asks another question after this one; null where that is not offered. */
  onAskNext: ((question: string) => void) | null
}

/** One question and its answer, as the engine keeps them. */
export const ExchangeView = memo(function ExchangeView({
  exchange,
  libraryIds,
  onAskAgain,
  onAskNext,
}: ExchangeViewProps) {
  const { question, answer } = exchange
  const query = answer?.answer?.understoodAs ?? question.text
  const isSearched = answer?.answer?.mode !== 'collection'
  const asked = useMemo(() => (isSearched ? { query, libraryIds } : null), [isSearched, query, libraryIds])
  return (
    <article className="exchange pb-12" aria-label={question.text}>
      {question.text === '' ? null : <QuestionTitle text={question.text} />}
      {answer === null ? null : (
        <AskedContext value={asked}>
          <KeptAnswer message={answer} onAskAgain={onAskAgain} onAskNext={onAskNext} />
        </AskedContext>
      )}
    </article>
  )
})

type KeptAnswerProps = Pick<ExchangeViewProps, 'onAskAgain' | 'onAskNext'> & { message: Message }

function KeptAnswer({ message, onAskAgain, onAskNext }: KeptAnswerProps) {
  const { t } = useTranslation()
  const { answer } = message
  if (answer === null) {
    return (
      <div>
        {message.text === '' ? null : <p className="reading whitespace-pre-wrap">{message.text}</p>}
        <p className="mt-2 text-amber text-sm">{t('answer.interrupted')}</p>
      </div>
    )
  }
  return (
    <div>
      <AnswerNotes answer={answer} />
      {answer.mode === 'nothing-found' ? (
        <NothingFound />
      ) : (
        <AnswerBody messageId={message.id} sentences={answer.sentences} citations={answer.citations} />
      )}
      {message.state === 'interrupted' ? <p className="mt-3 text-amber text-sm">{t('answer.interrupted')}</p> : null}
      <AnswerFooter answer={answer} />
      {onAskAgain === null ? null : <AskAgain answer={answer} onAskAgain={onAskAgain} />}
      {onAskNext === null ? null : (
        <NextQuestions conversationId={message.conversationId} messageId={message.id} onAsk={onAskNext} />
      )}
    </div>
  )
}

export function NothingFound() {
  const { t } = useTranslation()
  return (
    <div>
      <p className="reading">{t('answer.nothingFound')}</p>
      <p className="mt-1.5 text-ink-soft text-sm">{t('answer.nothingFoundNext')}</p>
    </div>
  )
}
