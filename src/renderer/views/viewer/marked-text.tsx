import type { Span } from '../../../contract/common.ts'

type MarkedTextProps = {
  /** What to show, in the canonical text. */
  part: Span
  text: string
  textStart: number
  span: Span | null
}

/** A part of the canonical text, with what the cited span covers of it glowing. */
export function MarkedText({ part, text, textStart, span }: MarkedTextProps) {
  const slice = (start: number, end: number) => text.slice(start - textStart, end - textStart)
  const start = Math.max(part.start, span?.start ?? part.end)
  const end = Math.min(part.end, span?.end ?? part.start)
  if (start >= end) return slice(part.start, part.end)
  return (
    <>
      {slice(part.start, start)}
      <mark className="glow">{slice(start, end)}</mark>
      {slice(end, part.end)}
    </>
  )
}
