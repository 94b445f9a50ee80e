import { useQuery } from '@tanstack/react-query'
import { CornerDownRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { engine } from '../../engine/client.ts'

type NextQuestionsProps = {
  conversationId: string
  /** Of the answer that they stand under. */
  messageId: string
  onAsk(question: string): void
}

/**
 * Questions that may follow the last answer, in words of the documents; a click asks one. Nothing stands here while there
 * are none, or while they are not known: nobody waits for them.
 */
export function NextQuestions({ conversationId, messageId, onAsk }: NextQuestionsProps) {
  const { t } = useTranslation()
  const options = engine.chat.conversations.next.queryOptions({ input: { conversationId } })
  const { data } = useQuery({ ...options, queryKey: [...options.queryKey, messageId] })
  if (data === undefined || data.messageId !== messageId || data.questions.length === 0) return null
  return (
    <section aria-label={t('next.title')} className="-mx-2 mt-5">
      <h3 className="px-2 pb-1 text-ink-faint text-xs">{t('next.title')}</h3>
      <ul>
        {data.questions.map(({ question }) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="flex w-full items-start gap-2 rounded-md px-2 py-1.5 text-start text-ink-soft -outline-offset-2 hover:bg-hover hover:text-ink"
            >
              <CornerDownRight aria-hidden className="mt-1 size-3.5 shrink-0 text-ink-faint rtl:-scale-x-100" />
              <span dir="auto" className="min-w-0 break-words">
                {question}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
