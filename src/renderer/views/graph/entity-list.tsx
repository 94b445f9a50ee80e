import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityKind } from '../../../contract/graph.ts'
import { useViewState } from '../../app/view-state.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Select } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { cn } from '../../lib/cn.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useListKeys } from '../../lib/use-list-keys.ts'
import { KindSign } from './kind-sign.tsx'

/** Names that are listed; whoever looks for another one types some of it. */
const most = 200

type EntityListProps = { libraryId: string; centre: string | null; onChoose(entityId: string): void }

/** All names of a library by the documents that have them, to be searched; one that is chosen is looked around. */
export function EntityList({ libraryId, centre, onChoose }: EntityListProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const setOverlay = useViewState((state) => state.setOverlay)
  const scroller = useRef<HTMLDivElement>(null)
  useListKeys(scroller)
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<EntityKind | null>(null)
  const text = useDebounced(typed.trim())
  const { data, error, refetch } = useQuery({
    ...engine.graph.entities.queryOptions({
      input: { library: libraryId, text, limit: most, ...(kind === null ? {} : { kind }) },
    }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div className="flex shrink-0 flex-col gap-2 px-3 pb-2">
        <SearchField label={t('graph.search')} value={typed} onChange={setTyped} />
        <Select
          aria-label={t('graph.kindOfNames')}
          value={kind ?? ''}
          onChange={(event) => setKind(EntityKind.options.find((option) => option === event.target.value) ?? null)}
        >
          <option value="">{t('graph.allKinds')}</option>
          {EntityKind.options.map((option) => (
            <option key={option} value={option}>
              {t(`graph.kinds_of.${option}`)}
            </option>
          ))}
        </Select>
        <p role="status" className="tabular px-1 text-ink-faint text-xs">
          {data === undefined
            ? ''
            : data.total > data.items.length
              ? t('graph.firstOf', { shown: format.count(data.items.length), count: data.total })
              : t('graph.found', { count: data.total })}
        </p>
      </div>
      {error === null ? null : (
        <div className="p-3">
          <FailureNote error={error} onRetry={() => void refetch()} />
        </div>
      )}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <ul className="flex flex-col gap-px">
          {data?.items.map((entity) => (
            <li key={entity.id}>
              <button
                type="button"
                data-item
                aria-current={entity.id === centre ? 'page' : undefined}
                onClick={() => {
                  setOverlay(null)
                  onChoose(entity.id)
                }}
                className={cn(
                  'flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-start text-sm -outline-offset-2',
                  entity.id === centre ? 'bg-chosen text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
                )}
              >
                <KindSign kind={entity.kind} />
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {entity.name}
                </span>
                <span className="sr-only">{t(`graph.kind.${entity.kind}`)}</span>
                <span className="tabular shrink-0 text-ink-faint text-xs">
                  <span aria-hidden>{format.count(entity.documents)}</span>
                  <span className="sr-only">{t('count.documents', { count: entity.documents })}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
