import { createContext, memo, useContext, useMemo } from 'react'
import type { AnswerSentence, Citation } from '../../../contract/answers.ts'
import { MarkdownView } from '../../markdown/markdown-view.tsx'
import { MarkdownSlots, type Slots } from '../../markdown/slots.ts'
import { CitationMarker } from './citation-marker.tsx'
import { Doubts, MarkedWords } from './marked-sentence.tsx'

type Cited = { messageId: string; citations: readonly Citation[]; doubted: readonly AnswerSentence[] }

const CitedContext = createContext<Cited>({ messageId: '', citations: [], doubted: [] })

/** The numbers of a mark as they open their sources; one that the answer has no source for stays as it was written. */
function AnswerCitation({ text, numbers }: { text: string; numbers: readonly number[] }) {
  const { messageId, citations } = useContext(CitedContext)
  if (numbers.some((number) => citations[number - 1] === undefined)) return text
  return numbers.map((number) => (
    <CitationMarker key={number} messageId={messageId} citations={citations} index={number - 1} />
  ))
}

function DoubtedWords({ text, sentence, isLast }: { text: string; sentence: number; isLast: boolean }) {
  const { doubted } = useContext(CitedContext)
  const known = doubted[sentence]
  if (known === undefined) return text
  return (
    <>
      <MarkedWords text={text} doubts={known.doubts} />
      {isLast ? <Doubts sentence={known} /> : null}
    </>
  )
}

const slots: Slots = { Citation: AnswerCitation, Doubted: DoubtedWords }

export type GeneratedBodyProps = {
  messageId: string
  text: string
  citations: readonly Citation[]
  sentences: readonly AnswerSentence[]
  isGrowing: boolean
}

/** What a model wrote: its Markdown, with numbers that open sources, and in amber what these do not support. */
export const GeneratedBody = memo(function GeneratedBody(props: GeneratedBodyProps) {
  const { messageId, text, citations, sentences, isGrowing } = props
  const doubted = useMemo(() => sentences.filter(({ support }) => support === 'unsupported'), [sentences])
  const cited = useMemo(() => ({ messageId, citations, doubted }), [messageId, citations, doubted])
  const marked = useMemo(() => doubted.map((sentence) => sentence.text), [doubted])
  return (
    <MarkdownSlots value={slots}>
      <CitedContext value={cited}>
        <MarkdownView text={text} isGrowing={isGrowing} doubted={marked} />
      </CitedContext>
    </MarkdownSlots>
  )
})
