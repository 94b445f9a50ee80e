import { Columns3 } from 'lucide-react'
import { memo, useContext, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { cn } from '../../lib/cn.ts'
import { AnswerView } from './answer-view.tsx'
import { AnswerWith } from './answer-with.tsx'
import { AskAgain } from './ask-again.tsx'
import { AskedContext } from './asked.ts'
import { BranchSwitcher } from './branch-switcher.tsx'
import { useCompared } from './compared.ts'
import { ActionsContext } from './exchange-actions.ts'
import { NextQuestions } from './next-questions.tsx'
import { QuestionTitle } from './question-title.tsx'
import type { ShownExchange } from './shown-exchanges.ts'
import { SideBySide } from './side-by-side.tsx'

type ExchangeViewProps = {
  exchange: ShownExchange
  conversationId: string | null
  /** Of its conversation; none means all. */
  libraryIds: readonly string[]
  isLast: boolean
  /** An answer of the conversation is on its way. */
  isBusy: boolean
}

/** One question and what answers it. */
export const ExchangeView = memo(function ExchangeView(props: ExchangeViewProps) {
  const { exchange, conversationId, libraryIds, isLast, isBusy } = props
  const { t } = useTranslation()
  const actions = useContext(ActionsContext)
  const isCompared = useCompared((state) => state.questionIds.includes(exchange.question.id))
  const { question, answer, answers, wordings } = exchange
  const query = answer?.head?.understoodAs ?? question.text
  const isSearched = answer?.head?.mode !== 'collection'
  const asked = useMemo(() => (isSearched ? { query, libraryIds } : null), [isSearched, query, libraryIds])
  const columns = answers.length > 1 && isCompared
  const isOpen = isLast && !isBusy
  const canEdit = question.id !== '' && !isBusy
  const whole = answer?.answer ?? null
  return (
    <article
      className={cn('pb-12', answer?.live == null && 'exchange', columns && 'exchange-wide')}
      aria-label={question.text}
    >
      {question.text === '' ? null : (
        <QuestionTitle
          text={question.text}
          attachments={question.attachments}
          onEdit={canEdit ? (text) => actions.edit(question, text) : null}
        />
      )}
      {wordings.length < 2 ? null : (
        <div className="-ms-2 -mt-3 mb-2">
          <BranchSwitcher label={t('branch.question')} ids={wordings} current={question.id} onShow={actions.show} />
        </div>
      )}
      <AskedContext value={asked}>
        {columns ? (
          <SideBySide question={question} answers={answers} isSettled={!isBusy} />
        ) : answer === null ? null : (
          <AnswerView key={answer.key} answer={answer} question={question} isOpen={isOpen} />
        )}
      </AskedContext>
      {columns || answer === null ? null : (
        <div className="-mx-2 mt-2 flex flex-wrap items-center gap-1 empty:hidden">
          {isBusy ? null : (
            <>
              <BranchSwitcher
                label={t('branch.answer')}
                ids={answers.flatMap(({ messageId }) => messageId ?? [])}
                current={answer.messageId ?? ''}
                onShow={actions.show}
              />
              {answers.length > 1 ? <CompareButton questionId={question.id} /> : null}
            </>
          )}
          {isOpen && whole !== null && question.text !== '' ? (
            <>
              <AskAgain answer={whole} onAskAgain={(how) => actions.askInOtherWay(question.text, how)} />
              <AnswerWith question={question} isWritten={whole.mode === 'generated'} model={answer.model} />
            </>
          ) : null}
          {/* One that did not come may come from another model. */}
          {isOpen && whole === null && question.id !== '' && !answer.isElsewhere ? (
            <AnswerWith question={question} isWritten={false} model={answer.model} />
          ) : null}
        </div>
      )}
      {isOpen && whole !== null && conversationId !== null && answer?.messageId != null ? (
        <NextQuestions conversationId={conversationId} messageId={answer.messageId} onAsk={actions.askNext} />
      ) : null}
    </article>
  )
})

function CompareButton({ questionId }: { questionId: string }) {
  const { t } = useTranslation()
  const show = useCompared((state) => state.show)
  return (
    <Button look="quiet" size="small" className="px-2 font-normal" onClick={() => show(questionId)}>
      <Columns3 />
      {t('compare.title')}
    </Button>
  )
}
