import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../../contract/chat.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { describePlace } from '../../lib/place.ts'
import { useFormat } from '../../lib/use-format.ts'
import { toMarkdown } from './passages.ts'

/** What stands under an answer: how it was made, from how much, how long it took, what it cost. */
export function AnswerFooter({ answer }: { answer: Answer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const documents = new Set(answer.citations.map(({ documentId }) => documentId)).size
  const milliseconds = answer.timings.total ?? Object.values(answer.timings).reduce((sum, each) => sum + each, 0)
  const facts = [
    ...(documents > 0 ? [t('answer.from', { count: documents })] : []),
    ...(milliseconds > 0 ? [format.milliseconds(milliseconds)] : []),
    t(answer.cost.estimated ? 'cost.estimated' : 'cost.exact', { money: format.money(answer.cost.nanoDollars) }),
  ]
  return (
    <footer className="mt-5 flex items-start gap-2 text-ink-faint text-xs">
      <p className="tabular flex-1 pt-1.5">
        {answer.mode === 'nothing-found' ? null : <span>{t('answer.quoted')} </span>}
        {answer.notices.includes('no-embedding-model') ? <span>{t('retrievalNotice.no-embedding-model')} </span> : null}
        {/* A fact is not broken across lines. */}
        {facts.map((fact) => fact.replaceAll(' ', '\u00a0')).join(' · ')}
      </p>
      {answer.citations.length === 0 ? null : (
        <CopyButton text={toMarkdown(answer, (citation) => describePlace(t, citation))} />
      )}
    </footer>
  )
}

function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }
  return (
    <Tooltip label={copied ? t('answer.copied') : t('answer.copy')}>
      <Button
        look="quiet"
        size="icon-small"
        aria-label={copied ? t('answer.copied') : t('answer.copy')}
        onClick={() => void copy()}
      >
        {copied ? <Check /> : <Copy />}
      </Button>
    </Tooltip>
  )
}
