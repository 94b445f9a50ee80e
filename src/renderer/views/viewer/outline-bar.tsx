import { useTranslation } from 'react-i18next'
import type { DocumentType } from '../../../contract/document.ts'
import { pageUnit } from '../../../contract/page-unit.ts'
import { Select } from '../../components/ui/field.tsx'
import type { OutlineEntry } from './use-outline.ts'

type OutlineBarProps = {
  type: DocumentType
  entries: readonly OutlineEntry[]
  /** The part that is on screen. */
  current: string | null
  onJump(entry: OutlineEntry): void
}

/** Jumps to a slide, sheet, chapter, message or heading, and says which one is on screen. */
export function OutlineBar({ type, entries, current, onJump }: OutlineBarProps) {
  const { t } = useTranslation()
  const unit = pageUnit(type)
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 border-line border-b bg-panel px-4 text-ink-soft text-xs">
      <Select
        aria-label={t('viewer.jump')}
        className="min-w-0 flex-1"
        value={current ?? ''}
        onChange={(event) => {
          const entry = entries.find(({ key }) => key === event.target.value)
          if (entry !== undefined) onJump(entry)
        }}
      >
        {current === null ? <option value="">{t('viewer.jump')}</option> : null}
        {entries.map((entry) => (
          <option key={entry.key} value={entry.key}>
            {unit === null || entry.page === null
              ? `${'\u2003'.repeat(entry.depth)}${entry.name ?? ''}`
              : [t(`place.${unit}`, { page: entry.page }), ...(entry.name === null ? [] : [entry.name])].join(' · ')}
          </option>
        ))}
      </Select>
    </div>
  )
}
