import { useTranslation } from 'react-i18next'
import type { PageUnit } from '../../../contract/page-unit.ts'

/** Where a slide, sheet, chapter, message or page begins. */
export function UnitBreak({ unit, page }: { unit: PageUnit; page: number }) {
  const { t } = useTranslation()
  return (
    <div className="flex items-center gap-3 pt-4 pb-3">
      <span className="tabular shrink-0 rounded-sm bg-sunken px-2 py-0.5 text-ink-soft text-xs">
        {t(`place.${unit}`, { page })}
      </span>
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  )
}
