import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { useAddRequest } from '../../app/add-request.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { DocumentFilters } from './document-filters.tsx'
import { type DocumentQuery, wholeLibrary } from './document-query.ts'
import { DocumentTable } from './document-table.tsx'
import { JobStrip } from './job-strip.tsx'

/** One library: what it holds, what is being read, and the table of its documents. */
export function LibraryDetail({ library }: { library: Library }) {
  const { t } = useTranslation()
  const format = useFormat()
  const error = useAddRequest((state) => state.error)
  const [query, setQuery] = useState<DocumentQuery>(wholeLibrary)
  const text = useDebounced(query.text)
  const { ready, failed } = library.documents
  const facts = [
    t('count.documents', { count: ready }),
    t('count.passages', { count: library.chunks }),
    format.bytes(library.bytes),
    ...(failed === 0 ? [] : [t('count.failed', { count: failed })]),
  ]
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="shrink-0 px-4 sm:px-6">
        <p className="tabular pb-3 text-ink-faint text-sm">{facts.join(' · ')}</p>
        {error === null ? null : (
          <div className="mb-3">
            <FailureNote error={error} />
          </div>
        )}
        <JobStrip libraryId={library.id} />
        <DocumentFilters query={query} onChange={(change) => setQuery((before) => ({ ...before, ...change }))} />
      </div>
      <DocumentTable
        libraryId={library.id}
        libraryIsEmpty={ready + failed === 0}
        query={{ ...query, text }}
        onSort={(sort) =>
          setQuery((before) => ({
            ...before,
            sort,
            order: before.sort === sort && before.order === 'ascending' ? 'descending' : 'ascending',
          }))
        }
        onClear={() => setQuery(wholeLibrary)}
      />
    </div>
  )
}
