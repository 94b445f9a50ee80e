import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** What a model thought before it answered: folded, because it is no answer. */
export function Thoughts({ text, isThinking }: { text: string; isThinking: boolean }) {
  const { t } = useTranslation()
  if (text === '') return null
  return (
    <details className="group/thoughts mb-3 text-ink-soft text-sm">
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-sm hover:text-ink">
        <ChevronRight
          aria-hidden
          className="size-3.5 transition-transform group-open/thoughts:rotate-90 rtl:-scale-x-100"
        />
        <span className={isThinking ? 'animate-breathe' : undefined}>
          {isThinking ? t('answer.thinking') : t('answer.thought')}
        </span>
      </summary>
      <p dir="auto" className="mt-1.5 max-h-80 overflow-y-auto whitespace-pre-wrap border-line border-s-2 ps-3">
        {text}
      </p>
    </details>
  )
}
