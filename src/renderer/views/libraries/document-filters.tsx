import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DocumentState, DocumentType } from '../../../contract/document.ts'
import type { Library } from '../../../contract/libraries.ts'
import { SearchField } from '../../components/search-field.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Input, Select } from '../../components/ui/field.tsx'
import { engine } from '../../engine/client.ts'
import { useWidth } from '../../lib/use-width.ts'
import { countNarrowings, type DocumentQuery } from './document-query.ts'

/** Pixels from which every way of narrowing stands in one row. */
const roomForAll = 640

type DocumentFiltersProps = { library: Library; query: DocumentQuery; onChange(change: Partial<DocumentQuery>): void }

/** Narrows the table by words of the name or of the text itself, by format, state, tag, folder and day of change. */
export function DocumentFilters({ library, query, onChange }: DocumentFiltersProps) {
  const { t } = useTranslation()
  const row = useRef<HTMLElement>(null)
  // The table's own width counts: open sources take half of the window.
  const narrow = useWidth(row) < roomForAll
  const [open, setOpen] = useState(false)
  const count = countNarrowings(query)
  return (
    <search ref={row} className="flex flex-col gap-2 pb-3">
      <div className="flex flex-wrap gap-2">
        <SearchField
          label={t('documents.filter')}
          className="min-w-40 flex-1"
          value={query.text}
          onChange={(text) => onChange({ text })}
        />
        <SearchField
          label={t('documents.content')}
          className={narrow ? 'min-w-40 flex-1 basis-full' : 'min-w-40 flex-1'}
          value={query.content}
          onChange={(content) => onChange({ content })}
        />
        {narrow ? (
          <Button aria-expanded={open} onClick={() => setOpen(!open)} className="order-first ms-auto">
            <SlidersHorizontal />
            {count === 0 ? t('documents.filters') : t('documents.filtersOn', { count })}
          </Button>
        ) : null}
      </div>
      {narrow && !open ? null : <Narrowings library={library} query={query} onChange={onChange} />}
    </search>
  )
}

function Narrowings({ library, query, onChange }: DocumentFiltersProps) {
  const { t } = useTranslation()
  const { data: folders = [] } = useQuery(engine.folders.list.queryOptions({ input: { library: library.id } }))
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t('documents.type')}
        className="max-sm:flex-auto"
        value={query.type ?? ''}
        onChange={(event) => onChange({ type: DocumentType.safeParse(event.target.value).data ?? null })}
      >
        <option value="">{t('documents.anyType')}</option>
        {DocumentType.options.map((type) => (
          <option key={type} value={type}>
            {t(`documentType.${type}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('documents.state')}
        className="max-sm:flex-auto"
        value={query.state ?? ''}
        onChange={(event) => onChange({ state: DocumentState.safeParse(event.target.value).data ?? null })}
      >
        <option value="">{t('documents.anyState')}</option>
        <option value="ready">{t('documents.ready')}</option>
        <option value="failed">{t('documents.failed')}</option>
      </Select>
      {library.tags.length === 0 ? null : (
        <Select
          aria-label={t('tags.one')}
          className="max-w-44 max-sm:flex-auto"
          value={query.tag ?? ''}
          onChange={(event) => onChange({ tag: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">{t('tags.any')}</option>
          {library.tags.map(({ tag, documents }) => (
            <option key={tag} value={tag}>
              {t('tags.counted', { tag, count: documents })}
            </option>
          ))}
        </Select>
      )}
      {folders.length === 0 ? null : (
        <Select
          aria-label={t('folders.one')}
          className="max-w-52 max-sm:flex-auto"
          value={query.folderId ?? ''}
          onChange={(event) => onChange({ folderId: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">{t('folders.any')}</option>
          {folders.map(({ id, path }) => (
            <option key={id} value={id}>
              {path}
            </option>
          ))}
        </Select>
      )}
      <Days query={query} onChange={onChange} />
    </div>
  )
}

function Days({ query, onChange }: Omit<DocumentFiltersProps, 'library'>) {
  const { t } = useTranslation()
  return (
    <span className="flex items-center gap-1.5 text-ink-soft text-sm max-sm:basis-full max-sm:flex-wrap">
      <span className="max-sm:basis-full">{t('documents.changed')}</span>
      <Input
        type="date"
        aria-label={t('documents.changedFrom')}
        className="tabular min-w-0 max-sm:flex-1"
        value={query.changedFrom}
        onChange={(event) => onChange({ changedFrom: event.target.value })}
      />
      <span aria-hidden>–</span>
      <Input
        type="date"
        aria-label={t('documents.changedTo')}
        className="tabular min-w-0 max-sm:flex-1"
        value={query.changedTo}
        onChange={(event) => onChange({ changedTo: event.target.value })}
      />
    </span>
  )
}
