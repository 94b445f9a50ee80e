import { memo, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerSentence, Citation } from '../../../contract/answers.ts'
import type { DocumentType } from '../../../contract/document.ts'
import { useViewState } from '../../app/view-state.ts'
import { DocumentIcon } from '../../components/document-icon.tsx'
import { describePlace } from '../../lib/place.ts'
import { CitationMarker } from './citation-marker.tsx'
import { MarkedSentence } from './marked-sentence.tsx'
import { OwnWords } from './own-words.tsx'
import {
  type AnswerPart,
  type DocumentQuotes,
  inReadingOrder,
  type Paragraph,
  type Passage,
  partsOf,
} from './passages.ts'

type AnswerBodyProps = {
  messageId: string
  sentences: readonly AnswerSentence[]
  citations: readonly Citation[]
}

/**
 * What an answer says: its own words, and quotes in the reading face under the document they come from, each sentence
 * with its numbers.
 */
export const AnswerBody = memo(function AnswerBody({ messageId, sentences, citations }: AnswerBodyProps) {
  const renumber = useViewState((state) => state.renumberCitations)
  const answer = useMemo(() => inReadingOrder({ sentences, citations }), [sentences, citations])
  // A passage that is open while the answer grows keeps being the one that is open, under its new number.
  useEffect(() => renumber(messageId, answer.citations), [renumber, messageId, answer])
  return (
    <div className="flex flex-col gap-7">
      {partsOf(answer).map((part, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are only ever added at the end
        <Part key={position} part={part} messageId={messageId} citations={answer.citations} />
      ))}
    </div>
  )
})

type PartProps = { part: AnswerPart; messageId: string; citations: readonly Citation[] }

function Part({ part, ...rest }: PartProps) {
  if (part.kind === 'words') return <OwnWords {...rest} sentences={part.sentences} />
  return part.documents.map((group) => <Quotes key={group.document?.documentId ?? ''} {...rest} group={group} />)
}

type QuotesProps = { group: DocumentQuotes; messageId: string; citations: readonly Citation[] }

function Quotes({ group, messageId, citations }: QuotesProps) {
  const showSource = useViewState((state) => state.showSource)
  const { document, passages } = group
  const body = passages.map((passage) => (
    <Quote
      key={passageKey(passage)}
      type={document?.type ?? null}
      passage={passage}
      messageId={messageId}
      citations={citations}
    />
  ))
  if (document === null) return <div className="text-ink-soft">{body}</div>
  return (
    <section aria-label={document.title}>
      <h3 className="mb-2 text-sm">
        <button
          type="button"
          onClick={() => showSource({ kind: 'document', documentId: document.documentId })}
          className="inline-flex max-w-full items-center gap-2 rounded-sm text-start font-medium text-ink-soft hover:text-ink"
        >
          <DocumentIcon type={document.type} className="size-3.5 text-ink-faint" />
          <span className="truncate">{document.title}</span>
          {document.title === document.document ? null : (
            <span className="truncate font-normal text-ink-faint max-sm:hidden">{document.document}</span>
          )}
        </button>
      </h3>
      <div className="flex flex-col gap-4 border-line border-s-2 ps-4 sm:ps-5">{body}</div>
    </section>
  )
}

function passageKey(passage: Passage): string {
  const first = passage.paragraphs[0]?.sentences[0]
  return `${passage.page} ${passage.headingPath.join(' › ')} ${first?.citations[0] ?? 'none'}`
}

type QuoteProps = {
  type: DocumentType | null
  passage: Passage
  messageId: string
  citations: readonly Citation[]
}

function Quote({ type, passage, messageId, citations }: QuoteProps) {
  const { t } = useTranslation()
  const place = describePlace(t, { ...passage, type }).join(' › ')
  return (
    <div>
      {place === '' ? null : <p className="mb-0.5 truncate text-ink-faint text-xs">{place}</p>}
      <blockquote className="reading flex flex-col gap-2">
        {passage.paragraphs.map((paragraph) => (
          <QuotedParagraph
            key={paragraph.sentences[0]?.citations[0] ?? 'none'}
            paragraph={paragraph}
            messageId={messageId}
            citations={citations}
          />
        ))}
      </blockquote>
    </div>
  )
}

type QuotedParagraphProps = { paragraph: Paragraph; messageId: string; citations: readonly Citation[] }

function QuotedParagraph({ paragraph, messageId, citations }: QuotedParagraphProps) {
  const content = paragraph.sentences.map((sentence, position) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sentences are only ever added at the end
    <span key={position}>
      <MarkedSentence sentence={sentence} />
      {shownNumbers(paragraph, position).map((index) => (
        <CitationMarker key={index} messageId={messageId} citations={citations} index={index} />
      ))}{' '}
    </span>
  ))
  if (paragraph.kind === 'prose') return <p dir="auto">{content}</p>
  return (
    <pre dir="ltr" className="overflow-x-auto whitespace-pre-wrap rounded-md bg-sunken px-3.5 py-2.5 font-mono text-sm">
      {content}
    </pre>
  )
}

/** The numbers to show after a sentence: not those that the next sentence repeats. */
function shownNumbers(paragraph: Paragraph, position: number): readonly number[] {
  const next = new Set(paragraph.sentences[position + 1]?.citations ?? [])
  return (paragraph.sentences[position]?.citations ?? []).filter((index) => !next.has(index))
}
