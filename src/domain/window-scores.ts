import type { Passage } from '../contract/search.ts'
import { overlapOfSets } from './mmr.ts'
import { parseQuery } from './query-terms.ts'
import { answersNothing, looksLikeAnswer, type QuestionShape } from './question-shape.ts'
import type { QuoteUnit } from './quote-units.ts'
import type { QuoteWindow } from './quote-window.ts'
import { coverage, termsWithin, type WeightedTerm } from './term-coverage.ts'
import { findWords, splitWords } from './words.ts'

/** What windows are scored for. */
export type Asked = {
  terms: readonly WeightedTerm[]
  shape: QuestionShape
  /** Stems of all words of the question. */
  stems: ReadonlySet<string>
}

/** `found`: places of the question's terms that the window itself holds. */
export type ScoredWindow = { window: QuoteWindow; found: ReadonlySet<number>; score: number }

/** Units that are weighed together at most. */
const longestWindow = 3

/**
 * What the parts of a window's score weigh. The share of the question that the window holds counts 1; what only the
 * headings above it hold counts less, and fades with each unit from the heading on.
 */
const weights = {
  heading: 0.8,
  /** A title or file name that says what is asked, by the square of its likeness. */
  sameTitle: 0.5,
  /** A heading that is the question itself, as in lists of frequent questions; by the square of its likeness. */
  sameHeading: 0.8,
  fading: 0.9,
  passage: 0.4,
  shape: 0.15,
  definition: 0.6,
  extraUnit: 0.04,
  /** For each doubling of the length beyond `easyLength` characters: long code holds many words by its length alone. */
  length: 0.1,
  /** What only asks or points elsewhere is no answer. */
  noAnswer: 0.4,
}
const easyLength = 400

/** Everything of a path but the file's bare name. */
const folderAndExtension = /^.*\/|\.\p{L}[\p{L}\p{N}]{0,9}$/gu

/** A passage must hold this share of the question's weight, in its text, headings or title, to be quoted at all. */
const leastCoverage = 0.25

/**
 * The windows of a passage of one to three neighbouring units: by how much of the question they and the headings above hold
 * and whether they have the shape of an answer. None when the passage with its headings holds too little of the question.
 *
 * @param options.rank the passage's score in parts of the best one's
 */
export function scoreWindows(
  { terms, shape, stems }: Asked,
  { passage, units, rank }: { passage: Passage; units: readonly QuoteUnit[]; rank: number },
): ScoredWindow[] {
  const asked = new Set(terms.flatMap(({ stems: own }) => own))
  const heading = passage.headingPath.at(-1) ?? passage.title
  const inHeading = termsWithin(heading, terms)
  const sameHeading = weights.sameHeading * overlapOfSets(stems, stemsOf(heading)) ** 2
  const inHeadings = termsWithin([passage.title, passage.document, ...passage.headingPath].join('\n'), terms)
  const names = [passage.title, passage.document.replace(folderAndExtension, '')]
  const sameTitle = weights.sameTitle * Math.max(...names.map((name) => overlapOfSets(asked, tellingStems(name)))) ** 2
  const inUnits = units.map((unit) => termsWithin(unit.text, terms))
  if (coverage(new Set([...inHeadings, ...inUnits.flatMap((found) => [...found])]), terms) < leastCoverage) return []

  const scored: ScoredWindow[] = []
  for (const first of units.keys()) {
    const found = new Set<number>()
    for (let last = first; last < Math.min(first + longestWindow, units.length); last++) {
      const unit = units[last]
      if (unit === undefined || unit.kind === 'heading') break
      for (const term of inUnits[last] ?? []) found.add(term)
      const fromHeading =
        weights.heading *
          coverage(
            [...inHeading].filter((term) => !found.has(term)),
            terms,
          ) +
        sameHeading
      const length = unit.end - (units[first]?.start ?? 0)
      const score =
        coverage(found, terms) +
        fromHeading * weights.fading ** first +
        weights.passage * rank +
        sameTitle +
        (looksLikeAnswer(unit, shape, asked) ? weights[shape === 'definition' ? shape : 'shape'] : 0) -
        weights.extraUnit * (last - first) -
        weights.length * Math.max(Math.log2(length / easyLength), 0) -
        (answersNothing(unit, announcementOf(units, last) ?? heading) ? weights.noAnswer : 0)
      scored.push({ window: { first, last }, found: new Set(found), score })
    }
  }
  return scored
}

/** The sentence that announces the list a unit stands in; null when there is none. */
function announcementOf(units: readonly QuoteUnit[], place: number): string | null {
  let above = place
  while (units[above]?.kind === 'list-item') above -= 1
  return above < place ? (units[above]?.text ?? null) : null
}

function tellingStems(text: string): Set<string> {
  return new Set(parseQuery(splitWords(text).join(' ')).flatMap(({ stems }) => stems))
}

export function stemsOf(text: string): Set<string> {
  return new Set(findWords(text).map(({ stem }) => stem))
}
