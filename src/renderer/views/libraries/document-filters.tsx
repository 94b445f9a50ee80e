import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { DocumentType } from '../../../contract/documents.ts'
import { Input, Select } from '../../components/ui/field.tsx'
import type { DocumentQuery } from './document-query.ts'

type DocumentFiltersProps = { query: DocumentQuery; onChange(change: Partial<DocumentQuery>): void }

/** Narrows the table by words of the name, by format and by state. */
export function DocumentFilters({ query, onChange }: DocumentFiltersProps) {
  const { t } = useTranslation()
  return (
    <search className="flex flex-wrap gap-2 pb-3">
      <div className="relative min-w-44 flex-1 max-sm:basis-full">
        <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-ink-faint" />
        <Input
          type="search"
          aria-label={t('documents.filter')}
          placeholder={t('documents.filter')}
          className="w-full ps-8.5"
          value={query.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
      <Select
        aria-label={t('documents.type')}
        className="max-sm:flex-1"
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
        className="max-sm:flex-1"
        value={query.state ?? ''}
        onChange={(event) => onChange({ state: readState(event.target.value) })}
      >
        <option value="">{t('documents.anyState')}</option>
        <option value="ready">{t('documents.ready')}</option>
        <option value="failed">{t('documents.failed')}</option>
      </Select>
    </search>
  )
}

function readState(value: string): DocumentQuery['state'] {
  return value === 'ready' || value === 'failed' ? value : null
}
