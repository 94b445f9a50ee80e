import type { Passage } from '../contract/search.ts'
import { overlapOfSets, pickDiverse } from './mmr.ts'
import { shapeOf } from './question-shape.ts'
import type { QuoteUnit } from './quote-units.ts'
import { makeReadable, type QuoteWindow } from './quote-window.ts'
import { coverage, type WeightedTerm } from './term-coverage.ts'
import { type Asked, scoreWindows, stemsOf } from './window-scores.ts'

/** Neighbouring units of one passage that answer a question, or as much of it as is written there. */
export type Quote = { passage: Passage; units: QuoteUnit[]; score: number }

type QuotablePassage = { passage: Passage; units: readonly QuoteUnit[] }

/** Windows of one passage that may be quoted: a short document is one passage, and names its subject only once. */
const windowsOfPassage = 3
/** What a further window of a passage gains for the part of the question that those before do not hold, and loses for each. */
const newTerms = 0.7
const furtherWindow = 0.1
/** A window that holds this share of the question needs no other items of its list. */
const ownAnswer = 0.5

/** A quote has to score this share of the best one. */
const leastScore = 0.7
/** Balance of score and difference between quotes, and the likeness from which a quote says nothing new. */
const balance = 0.75
const sameThing = 0.7

/**
 * The quotes that answer a question best: from each passage the one to three neighbouring units with most of the
 * question's terms (weighed by their rarity), in passages that rank high, under headings that name the subject, of the
 * shape that is asked for, and further ones of the same passage for what these leave open; then different ones rather than
 * the same thing twice. Best first; none when no passage holds enough of the question.
 *
 * @param options.passages best first, with the units of each that may be quoted
 */
export function chooseQuotes(options: {
  question: string
  terms: readonly WeightedTerm[]
  passages: readonly QuotablePassage[]
  count: number
}): Quote[] {
  const { question, terms, passages } = options
  const asked = { terms, shape: shapeOf(question), stems: stemsOf(question) }
  const bestPassage = Math.max(...passages.map(({ passage }) => passage.score), 0)
  const candidates = passages.flatMap((quotable) =>
    quotePassage(asked, { ...quotable, rank: bestPassage > 0 ? quotable.passage.score / bestPassage : 1 }),
  )
  const best = Math.max(...candidates.map(({ score }) => score), 0)
  const worthy = candidates.filter(({ score }) => score >= best * leastScore)
  return withoutEchoes(pickDiverse(worthy, { count: worthy.length, balance, likeness })).slice(0, options.count)
}

type Candidate = Quote & { stems: Set<string> }

/** The best windows of a passage that share no unit, made readable, the best first. */
function quotePassage(asked: Asked, quotable: QuotablePassage & { rank: number }): Candidate[] {
  const { passage, units } = quotable
  const { terms, shape } = asked
  let windows = scoreWindows(asked, quotable)
  const chosen: Candidate[] = []
  const said = new Set<number>()
  const taken = new Set<number>()
  while (windows.length > 0 && chosen.length < windowsOfPassage) {
    const worth = windows.map(({ score, found }) => {
      if (chosen.length === 0) return score
      const unsaid = [...found].filter((term) => !said.has(term))
      return score + newTerms * coverage(unsaid, terms) - furtherWindow * chosen.length
    })
    const score = Math.max(...worth)
    const best = windows[worth.indexOf(score)]
    if (best === undefined) break
    const isWhole = shape !== 'steps' && coverage(best.found, terms) >= ownAnswer
    const grown = makeReadable(units, best.window, { wholeSteps: shape === 'steps', itemsAlone: isWhole })
    const places = placesIn(grown).filter((place) => isFree(place, best.window, taken))
    const quoted = places.flatMap((place) => units[place] ?? [])
    chosen.push({ passage, units: quoted, score, stems: stemsOf(quoted.map(({ text }) => text).join(' ')) })
    for (const term of best.found) said.add(term)
    for (const place of places) taken.add(place)
    windows = windows.filter(({ window }) => placesIn(window).every((place) => !taken.has(place)))
  }
  return chosen
}

function placesIn({ first, last }: QuoteWindow): number[] {
  return Array.from({ length: last - first + 1 }, (_each, step) => first + step)
}

/** Whether nothing that is quoted already stands at a place or between it and the window. */
function isFree(place: number, { first, last }: QuoteWindow, taken: ReadonlySet<number>): boolean {
  const between = { first: Math.min(place, first), last: Math.max(place, last) }
  return placesIn(between).every((each) => !taken.has(each))
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
