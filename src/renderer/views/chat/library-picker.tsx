import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { cn } from '../../lib/cn.ts'

type LibraryPickerProps = {
  id: string
  libraries: readonly Library[]
  chosen: readonly string[]
  active: number
  onPick(library: Library): void
}

/** What `#` opens above the composer. The focus stays in the composer, which moves the active option. */
export function LibraryPicker({ id, libraries, chosen, active, onPick }: LibraryPickerProps) {
  const { t } = useTranslation()
  return (
    <div className="absolute inset-x-0 bottom-full z-20 mb-2 animate-rise overflow-hidden rounded-md border border-line bg-raised shadow-float">
      <p className="px-3.5 pt-2.5 pb-1 text-ink-faint text-xs">{t('composer.pickLibrary')}</p>
      {libraries.length === 0 ? (
        <p className="px-3.5 pb-3 text-sm">{t('composer.noLibrary')}</p>
      ) : (
        <div role="listbox" id={id} aria-label={t('composer.pickLibrary')} className="p-1">
          {libraries.map((library, position) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the active option is named by the composer
            <div
              key={library.id}
              id={`${id}-${position}`}
              role="option"
              aria-selected={chosen.includes(library.id)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(library)}
              className={cn(
                'flex h-8 cursor-default items-center gap-2 rounded-sm px-2.5 text-sm hover:bg-hover',
                position === active && 'bg-chosen',
              )}
            >
              <span className="min-w-0 flex-1 truncate">{library.name}</span>
              <span className="tabular text-ink-soft text-xs">
                {t('count.documents', { count: library.documents.ready })}
              </span>
              <Check aria-hidden className={cn('size-4 text-accent', !chosen.includes(library.id) && 'invisible')} />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
