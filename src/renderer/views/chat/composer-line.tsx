import { Hash, Paperclip, X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Library } from '../../../contract/libraries.ts'
import { routes } from '../../app/routes.ts'
import { useFormat } from '../../lib/use-format.ts'

type ComposerLineProps = {
  libraries: readonly Library[]
  chosen: readonly string[]
  onRemove(id: string): void
  onPick(): void
  /** Characters over the limit. */
  excess: number
  /** The controls of the model; null where there is none. */
  model: ReactNode | null
  /** What the question would cost; null where nothing would. */
  cost: ReactNode | null
  /** Null where there is no model to read them. */
  onAttach: ((files: readonly File[]) => void) | null
}

const quiet = 'inline-flex h-6 items-center gap-1 rounded-sm px-1 text-ink-soft hover:bg-hover hover:text-ink'

/** The quiet line under the composer: which libraries, which model, what it will cost. */
export function ComposerLine(props: ComposerLineProps) {
  const { libraries, chosen, onRemove, onPick, excess, model, cost, onAttach } = props
  const { t } = useTranslation()
  const format = useFormat()
  const named = libraries.filter(({ id }) => chosen.includes(id))
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 px-1 text-ink-faint text-xs">
      {onAttach === null ? null : <AttachButton onAttach={onAttach} />}
      <button type="button" onClick={onPick} className={quiet}>
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
      {model ?? (
        <Link href={routes.models} className="min-w-0 truncate rounded-sm hover:text-ink hover:underline">
          {t('composer.noModel')}
        </Link>
      )}
      {excess > 0 ? <span className="text-red">{t('composer.tooLong', { count: excess })}</span> : null}
      {cost ?? <span className="tabular ms-auto">{t('cost.exact', { money: format.money(0) })}</span>}
    </div>
  )
}

function AttachButton({ onAttach }: { onAttach(files: readonly File[]): void }) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        data-choose="attachment"
        onChange={(event) => {
          onAttach([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <button type="button" aria-label={t('attach.add')} onClick={() => field.current?.click()} className={quiet}>
        <Paperclip aria-hidden className="size-3.5" />
      </button>
    </>
  )
}
