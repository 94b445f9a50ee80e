import type { Span } from '../../../contract/common.ts'
import { cutByLook, type Highlights, type Look } from './highlights.ts'

type MarkedTextProps = {
  /** What to show, in the canonical text. */
  part: Span
  text: string
  textStart: number
  highlights: Highlights
}

const looks: Record<Exclude<Look, 'plain'>, string> = { cited: 'glow', found: 'found', current: 'found found-current' }

/** A part of the canonical text with what is cited or found in it glowing. */
export function MarkedText({ part, text, textStart, highlights }: MarkedTextProps) {
  if (part.start >= part.end) return null
  return cutByLook(part, highlights).map(({ start, end, look }) => {
    const piece = text.slice(start - textStart, end - textStart)
    return look === 'plain' ? (
      piece
    ) : (
      <mark key={start} className={looks[look]}>
        {piece}
      </mark>
    )
  })
}
