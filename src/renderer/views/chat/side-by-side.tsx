import { useContext, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'
import { cn } from '../../lib/cn.ts'
import { useMedia } from '../../lib/use-media.ts'
import { AnswerView } from './answer-view.tsx'
import { useCompared } from './compared.ts'
import { ActionsContext } from './exchange-actions.ts'
import type { ShownAnswer } from './shown-answer.ts'

type SideBySideProps = {
  question: { id: string; text: string }
  answers: readonly ShownAnswer[]
  /** No answer of the conversation is on its way. */
  isSettled: boolean
}

/** Answers to one question in columns, or where there is no room for them one at a time under tabs. */
export function SideBySide({ question, answers, isSettled }: SideBySideProps) {
  const { t } = useTranslation()
  const narrow = useMedia('(max-width: 699.98px)')
  const id = useId()
  const [chosen, setChosen] = useState(0)
  const open = Math.min(chosen, answers.length - 1)
  const columns = answers.map((answer) => (
    <Column key={answer.key} question={question} answer={answer} isSettled={isSettled} isUnderTab={narrow} />
  ))
  if (!narrow) {
    return (
      <section aria-label={t('compare.title')} className="side-by-side" data-count={Math.min(answers.length, 4)}>
        {columns}
      </section>
    )
  }
  return (
    <section aria-label={t('compare.title')}>
      <div
        role="tablist"
        aria-label={t('compare.title')}
        className="mb-3 flex gap-1 overflow-x-auto border-line border-b"
      >
        {answers.map((answer, index) => (
          <button
            key={answer.key}
            type="button"
            role="tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === open}
            aria-controls={`${id}-panel`}
            tabIndex={index === open ? 0 : -1}
            onClick={() => setChosen(index)}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
              if (step === 0) return
              const next = (index + step + answers.length) % answers.length
              setChosen(next)
              document.getElementById(`${id}-tab-${next}`)?.focus()
            }}
            className={cn(
              'max-w-44 shrink-0 truncate border-b-2 px-2 pb-1.5 text-sm -outline-offset-2',
              index === open ? 'border-accent text-ink' : 'border-transparent text-ink-soft',
            )}
          >
            {nameOf(answer) ?? t('compare.answer', { number: index + 1 })}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${open}`}>
        {columns[open]}
      </div>
    </section>
  )
}

type ColumnProps = Omit<SideBySideProps, 'answers'> & { answer: ShownAnswer; isUnderTab: boolean }

/** `isUnderTab`: its name stands on the tab already. */
function Column({ question, answer, isSettled, isUnderTab }: ColumnProps) {
  const { t } = useTranslation()
  const { show } = useContext(ActionsContext)
  const hide = useCompared((state) => state.hide)
  const { messageId } = answer
  const name = nameOf(answer)
  const go = () => {
    if (messageId === null) return
    hide(question.id)
    show(messageId)
  }
  return (
    <section aria-label={name ?? t('compare.unnamed')} className="min-w-0">
      <div className="mb-3 flex h-7 items-center gap-2 font-sans">
        <h3
          className={cn('min-w-0 flex-1 truncate font-medium text-ink-soft text-sm', isUnderTab && 'sr-only')}
          title={name ?? undefined}
        >
          {name ?? t('compare.unnamed')}
        </h3>
        {isSettled && messageId !== null && answer.state !== 'failed' ? (
          <Button size="small" onClick={go}>
            {t('compare.pick')}
          </Button>
        ) : null}
      </div>
      <AnswerView answer={answer} question={question} isOpen={false} />
    </section>
  )
}

function nameOf({ choice, model }: ShownAnswer): string | null {
  return choice?.model ?? model
}
