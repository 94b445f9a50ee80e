import { Lock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Tooltip } from '../../components/ui/tooltip.tsx'

/** A lock on a library whose documents are sent to no model on another machine. */
export function LocalOnlySign() {
  const { t } = useTranslation()
  const label = t('privacy.sign')
  return (
    <Tooltip label={label}>
      <span role="img" aria-label={label} className="inline-flex shrink-0 text-ink-faint">
        <Lock aria-hidden className="size-3.5" />
      </span>
    </Tooltip>
  )
}
