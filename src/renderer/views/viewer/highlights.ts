import type { Span } from '../../../contract/common.ts'

/** What is to be seen in a document's text: the cited span, what was searched for, and the match that the search is at. */
export type Highlights = { cited: Span | null; found: readonly Span[]; current: Span | null }

export type Look = 'plain' | 'cited' | 'found' | 'current'

/** A part of the text that looks the same throughout. */
export type Piece = Span & { look: Look }

/** Cuts a part of the text where its look changes; a match stands out from the passage that it lies in. */
export function cutByLook(part: Span, { cited, found, current }: Highlights): readonly Piece[] {
  const matches = overlapping(found, part)
  const marks = [...(cited === null ? [] : [cited]), ...matches]
  const edges = new Set([part.start, part.end])
  for (const { start, end } of marks) {
    if (start > part.start && start < part.end) edges.add(start)
    if (end > part.start && end < part.end) edges.add(end)
  }
  const sorted = [...edges].toSorted((a, b) => a - b)
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? part.end
    const covers = (span: Span) => span.start <= start && span.end >= end
    return { start, end, look: lookOf(covers, { cited, found: matches, current }) }
  })
}

function lookOf(covers: (span: Span) => boolean, { cited, found, current }: Highlights): Look {
  if (current !== null && covers(current)) return 'current'
  if (found.some(covers)) return 'found'
  return cited !== null && covers(cited) ? 'cited' : 'plain'
}

/** Those of the spans, which are in order and apart, that share a character with `part`. */
export function overlapping<Kind extends Span>(spans: readonly Kind[], part: Span): readonly Kind[] {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.end ?? 0) <= part.start) low = middle + 1
    else high = middle
  }
  const inside: Kind[] = []
  for (let index = low; index < spans.length; index += 1) {
    const span = spans[index]
    if (span === undefined || span.start >= part.end) break
    inside.push(span)
  }
  return inside
}
