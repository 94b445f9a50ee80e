import { useTranslation } from 'react-i18next'
import type { Explanation } from '../../../contract/explain.ts'
import { useFormat } from '../../lib/use-format.ts'

/** How a question was understood: its wordings, the words that were looked for, and those that were left out. */
export function UnderstoodQuestion({ explanation }: { explanation: Explanation }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { question, rewritten, wordings, terms, notices } = explanation
  const others = wordings.filter((wording) => wording !== rewritten)
  const facts = [
    ...(rewritten === question ? [] : [{ name: t('explain.understood'), text: rewritten }]),
    ...(others.length === 0 ? [] : [{ name: t('explain.wordings'), text: others.join(' · ') }]),
    ...(terms.used.length === 0 ? [] : [{ name: t('explain.words'), text: format.list(terms.used) }]),
    ...(terms.dropped.length === 0 ? [] : [{ name: t('explain.dropped'), text: format.list(terms.dropped) }]),
    ...(notices.length === 0
      ? []
      : [{ name: t('explain.notes'), text: notices.map((notice) => t(`retrievalNotice.${notice}`)).join(' ') }]),
  ]
  return (
    <dl className="mt-3 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm max-sm:grid-cols-1">
      {facts.map(({ name, text }) => (
        <div key={`${name} ${text}`} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="break-words text-ink-soft">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
