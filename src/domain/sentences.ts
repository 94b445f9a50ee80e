import type { Span } from '../contract/common.ts'

/** Longer sentences are cut between words, so that a quote stays readable when a text has no full stops. */
const longestSentence = 600

/** What ends with a full stop without ending a sentence; the last also covers initials (`J. R. Smith`). */
const abbreviation =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|cf|vs|viz|al|approx|ca|no|nos|fig|figs|eq|eqs|ref|refs|sec|vol|pp|p|ed|eds|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|dept|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\p{Lu})\.\s*$/iu

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/**
 * The sentences of a piece of prose (Unicode's boundaries, corrected for abbreviations), as spans that begin at `offset`,
 * without the white space around them. A line end inside the piece is a space: paged formats break lines anywhere.
 */
export function splitSentences(text: string, offset: number): Span[] {
  const spans: Span[] = []
  let open: Span | null = null
  for (const { start, end } of segmentsOf(text.replace(/\n/gu, ' '))) {
    if (open === null) open = { start, end }
    else if (runsOn(text.slice(open.start, open.end), text.slice(start, end))) open.end = end
    else {
      spans.push(open)
      open = { start, end }
    }
  }
  if (open !== null) spans.push(open)
  return spans
    .flatMap((span) => cutLong(text, span))
    .map((span) => trimSpan(text, span))
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ start: start + offset, end: end + offset }))
}

/** A span without the white space at its ends; empty when there is nothing else. */
export function trimSpan(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end)
  const lead = inside.length - inside.trimStart().length
  return lead === inside.length ? { start, end: start } : { start: start + lead, end: start + inside.trimEnd().length }
}

/** A full stop that stands apart, as in texts that were cut into words, ends a sentence whatever follows. */
const stopApart = /[\s,][.!?]+(?=\s+\S)/gu

function segmentsOf(text: string): Span[] {
  return [...segmenter.segment(text)].flatMap(({ segment, index }) => {
    const ends = [...segment.matchAll(stopApart)].map((match) => match.index + match[0].length)
    return [...ends, segment.length].map((end, place) => ({ start: index + (ends[place - 1] ?? 0), end: index + end }))
  })
}

/** Whether a boundary between these two is none. */
function runsOn(before: string, after: string): boolean {
  if (/[\s,][.!?]+\s*$/u.test(before)) return false
  return abbreviation.test(before) || /^\p{Ll}/u.test(after.trimStart())
}

function cutLong(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = []
  let from = start
  while (end - from > longestSentence) {
    const space = text.lastIndexOf(' ', from + longestSentence)
    // Never between the halves of a surrogate pair.
    const hard = from + longestSentence - (/[\uD800-\uDBFF]/u.test(text.charAt(from + longestSentence - 1)) ? 1 : 0)
    const cut = space > from + longestSentence / 2 ? space : hard
    spans.push({ start: from, end: cut })
    from = cut
  }
  return [...spans, { start: from, end }]
}
