import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerSentence, Citation } from '../../../contract/answers.ts'
import { CitationMarker } from './citation-marker.tsx'
import { MarkedSentence } from './marked-sentence.tsx'

/** Numbers that are shown after a sentence at once; a count of a whole collection has one for each document. */
const shownAtOnce = 6

type OwnWordsProps = { sentences: readonly AnswerSentence[]; messageId: string; citations: readonly Citation[] }

/** What an answer says in its own words. */
export function OwnWords({ sentences, messageId, citations }: OwnWordsProps) {
  return (
    <p className="reading whitespace-pre-line">
      {sentences.map((sentence, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences are only ever added at the end
        <span key={position}>
          <MarkedSentence sentence={sentence} />
          <Numbers numbers={sentence.citations} messageId={messageId} citations={citations} />{' '}
        </span>
      ))}
    </p>
  )
}

type NumbersProps = { numbers: readonly number[]; messageId: string; citations: readonly Citation[] }

function Numbers({ numbers, messageId, citations }: NumbersProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? numbers : numbers.slice(0, shownAtOnce)
  const more = numbers.length - shown.length
  return (
    <>
      {shown.map((index) => (
        <CitationMarker key={index} messageId={messageId} citations={citations} index={index} />
      ))}
      {more === 0 ? null : (
        <button
          type="button"
          aria-label={t('answer.moreCitations', { count: more })}
          onClick={() => setAll(true)}
          className="tabular mx-0.5 rounded-sm px-1 font-medium font-sans text-ink-soft text-xs hover:bg-hover hover:text-ink"
        >
          +{more}
        </button>
      )}
    </>
  )
}
