import { useContext, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Citation } from '../../../contract/answers.ts'
import { useViewState } from '../../app/view-state.ts'
import { cn } from '../../lib/cn.ts'
import { describePlace } from '../../lib/place.ts'
import { AskedContext } from './asked.ts'

type CitationMarkerProps = { messageId: string; citations: readonly Citation[]; index: number }

/** The number after a sentence; opens its source with the sentence glowing. */
export function CitationMarker({ messageId, citations, index }: CitationMarkerProps) {
  const { t } = useTranslation()
  const { source, showSource } = useViewState()
  const asked = useContext(AskedContext)
  const element = useRef<HTMLButtonElement>(null)
  const citation = citations[index]
  const current = source?.kind === 'citation' && source.messageId === messageId && source.index === index
  useEffect(() => {
    if (current) comeIntoView(element.current)
  }, [current])
  if (citation === undefined) return null
  const places = describePlace(t, citation)
  const place = (citation.page === null ? places.slice(-2) : places.slice(0, 1)).join(', ')
  return (
    <button
      ref={element}
      type="button"
      data-citation={index}
      aria-label={t('answer.openCitation', { number: index + 1, title: citation.title, place })}
      aria-pressed={current}
      onClick={() => showSource({ kind: 'citation', messageId, citations, index, asked })}
      className={cn(
        'tabular relative scroll-my-16 -top-[0.3em] mx-0.5 inline-flex h-[1.15rem] min-w-[1.15rem] items-center justify-center rounded-sm px-1 font-medium font-sans text-xs leading-none transition-colors duration-120',
        // A larger target than the sign itself, for fingers.
        'after:absolute after:-inset-1.5',
        current ? 'bg-accent text-accent-ink' : 'bg-accent-wash text-accent hover:bg-glow hover:text-ink',
      )}
    >
      {index + 1}
    </button>
  )
}

/** The thread follows the walk through its citations, and so does the focus where it lies on one of them. */
function comeIntoView(marker: HTMLButtonElement | null): void {
  marker?.scrollIntoView({ block: 'nearest' })
  if (document.activeElement?.matches('[data-citation]')) marker?.focus({ preventScroll: true })
}
