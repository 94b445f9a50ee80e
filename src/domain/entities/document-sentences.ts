import type { Span } from '../../contract/common.ts'
import type { Block } from '../../contract/document.ts'
import { foldWord } from '../language/fold-word.ts'
import { splitSentences } from '../sentences.ts'
import { monthNumbers } from './calendar-words.ts'
import type { Sentence } from './find-names.ts'

/** A piece of a document within which things that are named belong together. `isCode`: its capitals mean nothing. */
export type Piece = Sentence & { end: number; isCode: boolean }

/** What a block of each kind is taken apart into. */
const partsOf: Readonly<Record<Block['kind'], 'sentences' | 'whole' | 'lines'>> = {
  heading: 'whole',
  paragraph: 'sentences',
  'list-item': 'sentences',
  quote: 'sentences',
  caption: 'sentences',
  note: 'sentences',
  table: 'lines',
  code: 'lines',
}

/** The sentences, headings, rows and lines of code of a part of a document's text, in order. */
export function piecesOf(
  text: string,
  blocks: readonly Pick<Block, 'kind' | 'start' | 'end' | 'rows'>[],
  { from, to }: { from: number; to: number },
): Piece[] {
  const whole = { kind: 'paragraph' as const, start: 0, end: text.length }
  const within = (blocks.length === 0 ? [whole] : blocks).filter(({ start, end }) => end > from && start < to)
  return within.flatMap((block) => {
    const start = Math.max(from, block.start)
    const end = Math.min(to, block.end)
    const about = { isLabel: block.kind === 'heading' || block.kind === 'table', isCode: block.kind === 'code' }
    return spansOf(text, { ...block, start, end }).map((span) => ({
      ...span,
      ...about,
      text: text.slice(span.start, span.end),
    }))
  })
}

type PartOfBlock = Pick<Block, 'kind' | 'start' | 'end' | 'rows'>

function spansOf(text: string, { kind, start, end, rows }: PartOfBlock): Span[] {
  const piece = text.slice(start, end)
  if (rows !== undefined) {
    return rows.flatMap((row) => {
      const span = { start: Math.max(start, row[0]?.start ?? 0), end: Math.min(end, row.at(-1)?.end ?? 0) }
      return span.end > span.start ? [span] : []
    })
  }
  switch (partsOf[kind]) {
    case 'whole':
      return [{ start, end }]
    case 'lines':
      return [...piece.matchAll(/[^\n]+/gu)].map((line) => ({
        start: start + line.index,
        end: start + line.index + line[0].length,
      }))
    case 'sentences':
      return withDaysOfMonths(text, splitSentences(piece, start))
  }
}

/** `am 17. Juli` is not the end of a sentence. */
function withDaysOfMonths(text: string, sentences: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const sentence of sentences) {
    const last = joined.at(-1)
    const [next = ''] = /^[\p{L}\p{M}]+/u.exec(text.slice(sentence.start, sentence.end)) ?? []
    const isDay = last !== undefined && /(?<!\p{N})\p{N}{1,2}\.$/u.test(text.slice(last.start, last.end))
    if (last !== undefined && isDay && monthNumbers.has(foldWord(next))) last.end = sentence.end
    else joined.push({ ...sentence })
  }
  return joined
}
