import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/ui/button.tsx'

type BranchSwitcherProps = {
  /** What it goes through, such as "Answer". */
  label: string
  ids: readonly string[]
  current: string
  onShow(id: string): void
}

/** Goes through what stands at the same place of the conversation: wordings of a question, answers to one. */
export function BranchSwitcher({ label, ids, current, onShow }: BranchSwitcherProps) {
  const { t } = useTranslation()
  const at = ids.indexOf(current)
  const before = ids[at - 1]
  const after = ids[at + 1]
  if (ids.length < 2 || at === -1) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields, only buttons that belong together
    <div role="group" aria-label={label} className="inline-flex items-center text-ink-soft text-xs">
      <Button
        look="quiet"
        size="icon-small"
        aria-label={t('branch.previous', { what: label })}
        disabled={before === undefined}
        onClick={() => before !== undefined && onShow(before)}
      >
        <ChevronLeft className="rtl:-scale-x-100" />
      </Button>
      <span className="tabular">{t('branch.place', { place: at + 1, count: ids.length })}</span>
      <Button
        look="quiet"
        size="icon-small"
        aria-label={t('branch.next', { what: label })}
        disabled={after === undefined}
        onClick={() => after !== undefined && onShow(after)}
      >
        <ChevronRight className="rtl:-scale-x-100" />
      </Button>
    </div>
  )
}
