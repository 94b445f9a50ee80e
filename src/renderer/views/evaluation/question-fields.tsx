import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { engine } from '../../engine/client.ts'
import { useDebounced } from '../../lib/use-debounced.ts'

const area =
  'w-full resize-y rounded-md border border-line bg-raised px-2.5 py-1.5 text-sm text-ink transition-colors duration-120 hover:border-line-strong'

const offered = 6

type QuestionFieldsProps = {
  libraryId: string
  text: string
  /** Names of documents, one a line. */
  documents: string
  onText(text: string): void
  onDocuments(documents: string): void
}

/** A question and the documents that answer it, with those of the library offered by the line that is being typed. */
export function QuestionFields({ libraryId, text, documents, onText, onDocuments }: QuestionFieldsProps) {
  const { t } = useTranslation()
  const id = useId()
  const lines = documents.split('\n')
  const typed = lines.at(-1)?.trim() ?? ''
  const wanted = useDebounced(typed)
  const found = useQuery(
    engine.documents.list.queryOptions({ input: { library: libraryId, state: 'ready', text: wanted, limit: offered } }),
  )
  const chosen = new Set(lines.map((line) => line.trim()))
  const offers = found.data?.items.filter(({ name }) => !chosen.has(name)) ?? []
  return (
    <>
      <div>
        <label htmlFor={`${id}-text`} className="block pb-1.5 font-medium text-sm">
          {t('evaluation.question')}
        </label>
        <textarea
          id={`${id}-text`}
          data-initial-focus
          rows={2}
          maxLength={8_000}
          className={area}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
      <div>
        <label htmlFor={`${id}-documents`} className="block pb-1.5 font-medium text-sm">
          {t('evaluation.documents')}
        </label>
        <textarea
          id={`${id}-documents`}
          rows={3}
          aria-describedby={`${id}-hint`}
          className={area}
          value={documents}
          onChange={(event) => onDocuments(event.target.value)}
        />
        <p id={`${id}-hint`} className="pt-1 text-ink-soft text-xs">
          {t('evaluation.documentsHint')}
        </p>
        {offers.length === 0 ? null : (
          <ul aria-label={t('evaluation.offers')} className="flex flex-wrap gap-1.5 pt-2">
            {offers.map((document) => (
              <li key={document.id} className="min-w-0">
                <button
                  type="button"
                  className="max-w-full truncate rounded-sm border border-line px-2 py-0.5 text-ink-soft text-xs hover:border-line-strong hover:text-ink"
                  onClick={() => onDocuments([...lines.slice(0, -1), document.name, ''].join('\n'))}
                >
                  {document.name}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}
