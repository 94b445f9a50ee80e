import { Check, Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Answer } from '../../../contract/answers.ts'
import { answerWarningOptions } from '../../../contract/language-models.ts'
import { routes } from '../../app/routes.ts'
import { Button } from '../../components/ui/button.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'
import { describePlace } from '../../lib/place.ts'
import { useCopied } from '../../lib/use-copied.ts'
import { useFormat } from '../../lib/use-format.ts'
import { toMarkdown, withSources } from './passages.ts'
import { useLanguageModels } from './use-language-models.ts'

/** What stands under an answer: how it was made, from how much, how long it took, what it cost. */
export function AnswerFooter({ answer }: { answer: Answer }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { generation, cost, citations } = answer
  const documents = new Set(citations.map(({ documentId }) => documentId)).size
  const milliseconds = answer.timings.total ?? Object.values(answer.timings).reduce((sum, each) => sum + each, 0)
  const facts = [
    ...(documents > 0 ? [t('answer.from', { count: documents })] : []),
    ...(milliseconds > 0 ? [format.milliseconds(milliseconds)] : []),
    ...(generation === null
      ? []
      : [t('cost.tokens', { input: format.count(cost.inputTokens), output: format.count(cost.outputTokens) })]),
    t(cost.estimated ? 'cost.estimated' : 'cost.exact', { money: format.money(cost.nanoDollars) }),
  ]
  return (
    <footer className="mt-5 flex items-start gap-2 font-sans text-ink-faint text-xs">
      <p className="tabular flex-1 pt-1.5">
        <How answer={answer} />
        {answer.notices.includes('no-embedding-model') ? <span>{t('retrievalNotice.no-embedding-model')} </span> : null}
        {/* A fact is not broken across lines. */}
        {facts.map((fact) => fact.replaceAll(' ', '\u00a0')).join(' · ')}
        {(generation?.warnings ?? []).map(({ option, reason }) => (
          <span key={`${option} ${reason}`} className="block">
            {answerWarningOptions.has(option) ? reason : t('answer.warning', { option, reason })}
          </span>
        ))}
      </p>
      {citations.length === 0 && generation === null ? null : (
        <CopyButton text={toText(answer, (citation) => describePlace(t, citation))} />
      )}
    </footer>
  )
}

/** What made the answer: a model, and why this one; or none. */
function How({ answer: { mode, generation } }: { answer: Answer }) {
  const { t } = useTranslation()
  const models = useLanguageModels()
  if (generation !== null && mode === 'generated') {
    const { model, because } = generation.choice
    return <span title={because}>{t('answer.by', { model })} </span>
  }
  if (mode === 'nothing-found') return null
  const hasModel = models.length > 1
  return (
    <span>
      {t(hasModel ? 'answer.quotedOnly' : 'answer.quoted')}{' '}
      <Link href={routes.models} className="answer-link">
        {t(hasModel ? 'answer.whoAnswers' : 'answer.toModels')}
      </Link>{' '}
    </span>
  )
}

function toText(answer: Answer, placeOf: Parameters<typeof toMarkdown>[1]): string {
  return answer.mode === 'generated' ? withSources(answer, placeOf) : toMarkdown(answer, placeOf)
}

function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  const { isCopied, copy } = useCopied()
  const label = isCopied ? t('answer.copied') : t('answer.copy')
  return (
    <Tooltip label={label}>
      <Button look="quiet" size="icon-small" aria-label={label} onClick={() => copy(text)}>
        {isCopied ? <Check /> : <Copy />}
      </Button>
    </Tooltip>
  )
}
