import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Library } from '../../../contract/libraries.ts'
import { go, routes } from '../../app/routes.ts'
import { useViewState } from '../../app/view-state.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { RenameField } from '../../components/rename-field.tsx'
import { engine } from '../../engine/client.ts'
import { queryClient } from '../../engine/query-client.ts'
import { cn } from '../../lib/cn.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { LocalOnlySign } from './local-only-sign.tsx'

type LibraryListProps = {
  libraries: readonly Library[]
  /** True when it is known that there are none. */
  empty: boolean
  current: string | null
  /** True while a new library is being named. */
  naming: boolean
  onNamed(): void
}

export function LibraryList({ libraries, empty, current, naming, onNamed }: LibraryListProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  useListKeys(scroller)
  const create = useMutation(
    engine.libraries.create.mutationOptions({
      onSuccess: async (library) => {
        await queryClient.invalidateQueries({ queryKey: engine.libraries.key() })
        onNamed()
        go(routes.library(library.id))
      },
    }),
  )
  if (empty && !naming) return <EmptyState title={t('library.empty')} text={t('library.emptyText')} />
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      {naming ? (
        <div className="px-1 pb-2">
          <RenameField
            value=""
            label={t('library.name')}
            error={create.error}
            onCancel={onNamed}
            onSave={async (name) => {
              await create.mutateAsync({ name })
            }}
          />
        </div>
      ) : null}
      <ul className="flex flex-col gap-px">
        {libraries.map((library) => (
          <li key={library.id}>
            <LibraryLink library={library} current={library.id === current} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function LibraryLink({ library, current }: { library: Library; current: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const setOverlay = useViewState((state) => state.setOverlay)
  const { ready, failed } = library.documents
  const facts = [t('count.documents', { count: ready }), format.bytes(library.bytes)]
  return (
    <Link
      href={routes.library(library.id)}
      data-item
      aria-current={current ? 'page' : undefined}
      onClick={() => setOverlay(null)}
      className={cn(
        'flex flex-col rounded-md px-2.5 py-1.5 -outline-offset-2',
        current ? 'bg-chosen' : 'hover:bg-hover',
      )}
    >
      <span className={cn('flex max-w-full items-center gap-1.5', current ? 'text-ink' : 'text-ink-soft')}>
        <span dir="auto" className="min-w-0 truncate">
          {library.name}
        </span>
        {library.localOnly ? <LocalOnlySign /> : null}
      </span>
      <span className="tabular truncate text-ink-faint text-xs">{facts.join(' · ')}</span>
      {failed === 0 ? null : (
        <span className="tabular truncate text-ink-faint text-xs">{t('count.failed', { count: failed })}</span>
      )}
    </Link>
  )
}
