import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Citation } from '../../../contract/answers.ts'
import { describePlaceUnder } from '../../lib/place.ts'
import { CitationMarker } from './citation-marker.tsx'

const shownAtOnce = 5

type SourceListProps = { messageId: string; text: string; citations: readonly Citation[] }

/** The sources that a written answer names, with their places. */
export function SourceList({ messageId, text, citations }: SourceListProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const cited = useMemo(() => citedIn(text).filter((index) => citations[index] !== undefined), [text, citations])
  if (cited.length === 0) return null
  const shown = all ? cited : cited.slice(0, shownAtOnce)
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields, only a list that belongs together
    <div role="group" aria-label={t('answer.sources')} className="mt-5 border-line border-t pt-3 font-sans">
      <ol className="flex flex-col gap-1.5 text-sm">
        {shown.map((index) => (
          <Source key={index} messageId={messageId} citations={citations} index={index} />
        ))}
      </ol>
      {shown.length === cited.length ? null : (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="mt-1.5 rounded-sm text-ink-soft text-xs hover:text-ink"
        >
          {t('answer.moreSources', { count: cited.length - shown.length })}
        </button>
      )}
    </div>
  )
}

function Source({ messageId, citations, index }: { messageId: string; citations: readonly Citation[]; index: number }) {
  const { t } = useTranslation()
  const citation = citations[index]
  if (citation === undefined) return null
  const place = describePlaceUnder(t, citation).join(' › ')
  return (
    <li className="flex items-baseline gap-1.5">
      <span className="relative top-[0.3em] shrink-0">
        <CitationMarker messageId={messageId} citations={citations} index={index} />
      </span>
      <span dir="auto" className="min-w-0 truncate text-ink-soft">
        {citation.title}
        {place === '' ? null : <span className="text-ink-faint"> {place}</span>}
      </span>
    </li>
  )
}

/** Places of the citations that a text names, in their order. */
function citedIn(text: string): readonly number[] {
  const marks = [...text.matchAll(/\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g)]
  const numbers = marks.flatMap(([, list = '']) => list.split(/[,;]/).map(Number))
  return [...new Set(numbers)].map((number) => number - 1).toSorted((one, other) => one - other)
}
