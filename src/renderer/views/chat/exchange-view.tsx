import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../contract/chat.ts'
import { cn } from '../../lib/cn.ts'
import { AnswerBody } from './answer-body.tsx'
import { AnswerFooter } from './answer-footer.tsx'
import type { Exchange } from './exchanges.ts'

/** The question as a title: large while it is short enough to be one. */
export function QuestionTitle({ text }: { text: string }) {
  const long = text.length > 160
  return (
    <h2 dir="auto" className={cn('reading-title mb-4 whitespace-pre-wrap', long ? 'text-lg' : 'text-xl sm:text-2xl')}>
      {text}
    </h2>
  )
}

/** One question and its answer, as the engine keeps them. */
export const ExchangeView = memo(function ExchangeView({ exchange }: { exchange: Exchange }) {
  const { question, answer } = exchange
  return (
    <article className="exchange pb-12" aria-label={question.text}>
      {question.text === '' ? null : <QuestionTitle text={question.text} />}
      {answer === null ? null : <KeptAnswer message={answer} />}
    </article>
  )
})

function KeptAnswer({ message }: { message: Message }) {
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
  if (answer.mode === 'nothing-found') {
    return (
      <div>
        <NothingFound />
        <AnswerFooter answer={answer} />
      </div>
    )
  }
  return (
    <div>
      <AnswerBody messageId={message.id} sentences={answer.sentences} citations={answer.citations} />
      {message.state === 'interrupted' ? <p className="mt-3 text-amber text-sm">{t('answer.interrupted')}</p> : null}
      <AnswerFooter answer={answer} />
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
