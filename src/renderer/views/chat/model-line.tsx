import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { AttemptFailure, ModelChoice } from '../../../contract/language-models.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Which model answered, and instead of which; what was tried before unfolds. */
export function ModelLine({ choice }: { choice: ModelChoice }) {
  const { t } = useTranslation()
  const { model, because } = choice
  // The one that answered stands among them when it broke off.
  const tried = choice.tried.filter((attempt) => attempt.model !== model)
  const [first] = tried
  if (first === undefined) return null
  return (
    <details className="group/tried mb-3 text-ink-soft text-sm">
      <summary className="flex cursor-pointer list-none items-start gap-1 rounded-sm hover:text-ink">
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-3.5 shrink-0 transition-transform group-open/tried:rotate-90 rtl:-scale-x-100"
        />
        <span>{t('answer.insteadOf', { model, first: first.model })}</span>
      </summary>
      <div className="mt-1 border-line border-s-2 ps-3">
        {because === '' ? null : <p>{because}</p>}
        <ul>
          {tried.map((attempt) => (
            <Attempt key={`${attempt.model} ${attempt.code}`} attempt={attempt} />
          ))}
        </ul>
      </div>
    </details>
  )
}

function Attempt({ attempt: { model, code, reason, tries, milliseconds } }: { attempt: AttemptFailure }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li className="tabular">
      <span className="text-ink">{model}</span>: {reason}{' '}
      <span className="text-ink-faint text-xs">
        {[code, t('answer.tries', { count: tries }), format.milliseconds(milliseconds)].join(' · ')}
      </span>
    </li>
  )
}
