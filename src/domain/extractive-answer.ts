import type { Passage } from '../contract/search.ts'
import { overlapOfSets, pickDiverse } from './mmr.ts'
import { parseQuery } from './query-terms.ts'
import { answersNothing, looksLikeAnswer, type QuestionShape, shapeOf } from './question-shape.ts'
import type { QuoteUnit } from './quote-units.ts'
import { makeReadable, type QuoteWindow } from './quote-window.ts'
import { coverage, termsWithin, type WeightedTerm } from './term-coverage.ts'
import { findWords, splitWords } from './words.ts'

/** Neighbouring units of one passage that answer a question, or as much of it as is written there. */
export type Quote = { passage: Passage; units: QuoteUnit[]; score: number }

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
/** And score this share of the best one. */
const leastScore = 0.7
/** Balance of score and difference between quotes, and the likeness from which a quote says nothing new. */
const balance = 0.75
const sameThing = 0.7

/**
 * The quotes that answer a question best: from each passage the one to three neighbouring units with most of the
 * question's terms (weighed by their rarity), in passages that rank high, under headings that name the subject, of the
 * shape that is asked for; then different ones rather than the same thing twice. Best first; none when no passage holds
 * enough of the question.
 *
 * @param options.passages best first, with the units of each that may be quoted
 */
export function chooseQuotes(options: {
  question: string
  terms: readonly WeightedTerm[]
  passages: readonly { passage: Passage; units: readonly QuoteUnit[] }[]
  count: number
}): Quote[] {
  const { question, terms } = options
  const shape = shapeOf(question)
  const questionStems = stemsOf(question)
  const bestPassage = Math.max(...options.passages.map(({ passage }) => passage.score), 0)
  const candidates = options.passages.flatMap(({ passage, units }) => {
    const found = bestWindow({
      passage,
      units,
      terms,
      shape,
      questionStems,
      rank: bestPassage > 0 ? passage.score / bestPassage : 1,
    })
    return found === null ? [] : [found]
  })
  const best = Math.max(...candidates.map(({ score }) => score), 0)
  const worthy = candidates.filter(({ score }) => score >= best * leastScore)
  return withoutEchoes(pickDiverse(worthy, { count: worthy.length, balance, likeness })).slice(0, options.count)
}

/** The sentence that announces the list a unit stands in; null when there is none. */
function announcementOf(units: readonly QuoteUnit[], place: number): string | null {
  let above = place
  while (units[above]?.kind === 'list-item') above -= 1
  return above < place ? (units[above]?.text ?? null) : null
}

type Candidate = Quote & { stems: Set<string> }

function bestWindow(options: {
  passage: Passage
  units: readonly QuoteUnit[]
  terms: readonly WeightedTerm[]
  shape: QuestionShape
  questionStems: ReadonlySet<string>
  /** The passage's score in parts of the best one's. */
  rank: number
}): Candidate | null {
  const { passage, units, terms, shape, questionStems, rank } = options
  const asked = new Set(terms.flatMap(({ stems }) => stems))
  const heading = passage.headingPath.at(-1) ?? passage.title
  const inHeading = termsWithin(heading, terms)
  const sameHeading = weights.sameHeading * overlapOfSets(questionStems, stemsOf(heading)) ** 2
  const inHeadings = termsWithin([passage.title, passage.document, ...passage.headingPath].join('\n'), terms)
  const names = [passage.title, passage.document.replace(folderAndExtension, '')]
  const sameTitle = weights.sameTitle * Math.max(...names.map((name) => overlapOfSets(asked, tellingStems(name)))) ** 2
  const inUnits = units.map((unit) => termsWithin(unit.text, terms))
  if (coverage(new Set([...inHeadings, ...inUnits.flatMap((found) => [...found])]), terms) < leastCoverage) return null

  let best: { window: QuoteWindow; score: number } | null = null
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
      if (best === null || score > best.score) best = { window: { first, last }, score }
    }
  }
  if (best === null) return null
  const { first, last } = makeReadable(units, best.window, { wholeSteps: shape === 'steps' })
  const chosen = units.slice(first, last + 1)
  const stems = stemsOf(chosen.map(({ text }) => text).join(' '))
  return { passage, units: chosen, score: best.score, stems }
}

function tellingStems(text: string): Set<string> {
  return new Set(parseQuery(splitWords(text).join(' ')).flatMap(({ stems }) => stems))
}

function stemsOf(text: string): Set<string> {
  return new Set(findWords(text).map(({ stem }) => stem))
}

function likeness(a: Candidate, b: Candidate): number {
  return overlaps(a, b) ? 1 : overlapOfSets(a.stems, b.stems)
}

function overlaps(a: Quote, b: Quote): boolean {
  const [startA, endA] = [a.units[0]?.start ?? 0, a.units.at(-1)?.end ?? 0]
  const [startB, endB] = [b.units[0]?.start ?? 0, b.units.at(-1)?.end ?? 0]
  return a.passage.documentId === b.passage.documentId && startA < endB && startB < endA
}

/** Drops what repeats an earlier quote: chunks overlap, and documents copy each other. */
function withoutEchoes(quotes: readonly Candidate[]): Candidate[] {
  return quotes.filter((quote, place) =>
    quotes.slice(0, place).every((earlier) => likeness(earlier, quote) < sameThing),
  )
}
