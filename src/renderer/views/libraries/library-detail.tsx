import type { TFunction } from 'i18next'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Library } from '../../../contract/libraries.ts'
import { useAddRequest } from '../../app/add-request.ts'
import { FailureNote } from '../../components/failure-note.tsx'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { FolderStrip } from '../folders/folder-strip.tsx'
import { DocumentFilters } from './document-filters.tsx'
import { type DocumentQuery, type DocumentSort, wholeLibrary } from './document-query.ts'
import { DocumentTable } from './document-table.tsx'
import { JobStrip } from './job-strip.tsx'
import { LocalOnlySign } from './local-only-sign.tsx'
import { TrashBar } from './trash-bar.tsx'

/** How many passages have vectors, while not all of them have. */
function describeVectors(t: TFunction, { chunks, embedding: { modelId, vectors, next } }: Library): readonly string[] {
  const made = next?.vectors ?? vectors
  if ((modelId === null && next === null) || made >= chunks) return []
  return [t('embedding.vectors', { vectors: made, count: chunks })]
}

/** One library: what it holds, what is being read, the folders it follows, and the table of its documents. */
export function LibraryDetail({ library }: { library: Library }) {
  const { t } = useTranslation()
  const format = useFormat()
  const error = useAddRequest((state) => state.error)
  const [query, setQuery] = useState<DocumentQuery>(wholeLibrary)
  const text = useDebounced(query.text)
  const content = useDebounced(query.content)
  // These stay the same while the library grows, so that its numbers change without its rows being drawn anew.
  const shown = useMemo(() => ({ ...query, text, content }), [query, text, content])
  const sortBy = useCallback((sort: DocumentSort) => setQuery((before) => sortedBy(before, sort)), [])
  const { ready, failed, trashed } = library.documents
  const facts = [
    t('count.documents', { count: ready }),
    t('count.passages', { count: library.chunks }),
    format.bytes(library.bytes),
    ...describeVectors(t, library),
    ...(failed === 0 ? [] : [t('count.failed', { count: failed })]),
  ]
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="max-h-[60%] shrink-0 overflow-y-auto px-4 sm:px-6">
        <div className="flex flex-wrap items-center justify-between gap-x-4 pb-2">
          <p className="tabular flex items-center gap-1.5 text-ink-faint text-sm">
            {library.localOnly ? <LocalOnlySign /> : null}
            {facts.join(' · ')}
          </p>
          {trashed === 0 && !query.trashed ? null : (
            <button
              type="button"
              aria-pressed={query.trashed}
              onClick={() => setQuery({ ...wholeLibrary, trashed: !query.trashed })}
              className="tabular -mx-2 h-7 rounded-sm px-2 text-ink-soft text-sm hover:bg-hover hover:text-ink aria-pressed:bg-chosen aria-pressed:text-ink"
            >
              {query.trashed ? t('trash.leave') : t('trash.count', { count: trashed })}
            </button>
          )}
        </div>
        {error === null ? null : (
          <div className="mb-3">
            <FailureNote error={error} />
          </div>
        )}
        <JobStrip libraryId={library.id} />
        {query.trashed ? <TrashBar library={library} /> : <FolderStrip library={library} />}
        {ready + failed + trashed === 0 ? null : (
          <DocumentFilters
            library={library}
            query={query}
            onChange={(change) => setQuery((before) => ({ ...before, ...change }))}
          />
        )}
      </div>
      <DocumentTable
        library={library}
        libraryIsEmpty={ready + failed === 0}
        query={shown}
        onSort={sortBy}
        onClear={() => setQuery({ ...wholeLibrary, trashed: query.trashed })}
      />
    </div>
  )
}

/** The same documents by a column: upwards at first, downwards when they already are. */
function sortedBy(query: DocumentQuery, sort: DocumentSort): DocumentQuery {
  const order = query.sort === sort && query.order === 'ascending' ? 'descending' : 'ascending'
  return { ...query, sort, order }
}
