import { useTranslation } from 'react-i18next'
import { DocumentType } from '../../../contract/document.ts'
import { SearchField } from '../../components/search-field.tsx'
import { Select } from '../../components/ui/field.tsx'
import type { DocumentQuery } from './document-query.ts'

type DocumentFiltersProps = { query: DocumentQuery; onChange(change: Partial<DocumentQuery>): void }

/** Narrows the table by words of the name, by format and by state. */
export function DocumentFilters({ query, onChange }: DocumentFiltersProps) {
  const { t } = useTranslation()
  return (
    <search className="flex flex-wrap gap-2 pb-3">
      <SearchField
        label={t('documents.filter')}
        className="min-w-44 flex-1 max-sm:basis-full"
        value={query.text}
        onChange={(text) => onChange({ text })}
      />
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
