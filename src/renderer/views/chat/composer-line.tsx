import { Hash, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'

type ComposerLineProps = {
  libraries: readonly Library[]
  chosen: readonly string[]
  onRemove(id: string): void
  onPick(): void
  /** Characters over the limit. */
  excess: number
}

/** The quiet line under the composer: which libraries, which model, what it will cost. */
export function ComposerLine({ libraries, chosen, onRemove, onPick, excess }: ComposerLineProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const named = libraries.filter(({ id }) => chosen.includes(id))
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 px-1 text-ink-faint text-xs">
      <button
        type="button"
        onClick={onPick}
        className="inline-flex h-6 items-center gap-1 rounded-sm px-1 text-ink-soft hover:bg-hover hover:text-ink"
      >
        <Hash aria-hidden className="size-3.5" />
        {named.length === 0 ? t('composer.allLibraries') : null}
        <span className="sr-only">{t('composer.chooseLibraries')}</span>
      </button>
      {named.map((library) => (
        <span
          key={library.id}
          className="-ms-1 inline-flex h-6 max-w-56 items-center gap-1 rounded-sm bg-chosen ps-2 pe-0.5 text-ink"
        >
          <span className="truncate">{library.name}</span>
          <button
            type="button"
            aria-label={t('composer.removeLibrary', { name: library.name })}
            onClick={() => onRemove(library.id)}
            className="rounded-sm p-1 text-ink-soft hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <span
        className={cn(
          'min-w-0 flex-1 truncate',
          (named.length > 0 || excess > 0) &&
            'max-sm:order-last max-sm:basis-full max-sm:whitespace-normal max-sm:ps-1',
        )}
      >
        {excess > 0 ? (
          <span className="text-red">{t('composer.tooLong', { count: excess })}</span>
        ) : (
          t('composer.noModel')
        )}
      </span>
      <span className="tabular ms-auto">{t('cost.exact', { money: format.money(0) })}</span>
    </div>
  )
}
