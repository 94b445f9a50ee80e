import { isOneLetter } from './language/unbroken-text.ts'
import { comparableStem, findWords, type Stemmer } from './words.ts'

/** A term as texts of a language have it: the stems of its words in a row, and what makes them of a text's words. */
export type TermForm = { stem: Stemmer; stems: readonly string[] }

/** What a text is searched for. Without `forms`, for its `stems` as they are where no language is known. */
type SoughtTerm = { stems: readonly string[]; forms?: readonly TermForm[] | undefined }

/** Something a question asks about, and how telling it is. With several forms, a text holds it in any of them. */
export type WeightedTerm = SoughtTerm & { weight: number }

/**
 * How telling a term is that `holders` of `chunks` chunks hold. Never negative, so that words common in a small library
 * still count (the form that Lucene uses of BM25's inverse document frequency).
 */
export function tellingWeight(holders: number, chunks: number): number {
  return Math.log(1 + (Math.max(chunks - holders, 0) + 0.5) / (holders + 0.5))
}

/** Places of the terms that a text holds. */
export function termsWithin(text: string, terms: readonly SoughtTerm[]): Set<number> {
  const readings = new Map<Stemmer, Reading>()
  const holds = (form: TermForm) => placesOf(readAs(text, form.stem, readings), form.stems).next().done !== true
  return new Set([...terms.keys()].filter((place) => formsOf(terms[place]).some(holds)))
}

/** How often a text holds a term; in several forms, as often as in the most frequent one. */
export function countOccurrences(text: string, term: SoughtTerm): number {
  const readings = new Map<Stemmer, Reading>()
  return Math.max(...formsOf(term).map(({ stem, stems }) => [...placesOf(readAs(text, stem, readings), stems)].length))
}

/** A text's stems in order, and the places of each. */
type Reading = { stems: string[]; places: Map<string, number[]> }

function formsOf(term: SoughtTerm | undefined): readonly TermForm[] {
  if (term === undefined) return []
  return term.forms ?? [{ stem: comparableStem, stems: term.stems }]
}

function readAs(text: string, stem: Stemmer, readings: Map<Stemmer, Reading>): Reading {
  const known = readings.get(stem)
  if (known !== undefined) return known
  const stems = findWords(text, stem).map((word) => word.stem)
  const places = new Map<string, number[]>()
  for (const [place, found] of stems.entries()) {
    const before = places.get(found)
    if (before === undefined) places.set(found, [place])
    else before.push(place)
  }
  const reading = { stems, places }
  readings.set(stem, reading)
  return reading
}

/** Where the stems stand in a row. One letter of a script without spaces may be followed by another. */
function* placesOf({ stems, places }: Reading, wanted: readonly string[]): Generator<number> {
  const [first = '', ...rest] = wanted
  const last = wanted.at(-1) ?? ''
  if (!isOneLetter(last)) {
    for (const place of places.get(first) ?? []) {
      if (rest.every((stem, step) => stems[place + step + 1] === stem)) yield place
    }
    return
  }
  const isLast = (stem: string | undefined) => stem?.startsWith(last) ?? false
  for (const place of stems.keys()) {
    const fits = (stem: string, step: number) =>
      step === wanted.length - 1 ? isLast(stems[place + step]) : stems[place + step] === stem
    if (wanted.every(fits)) yield place
  }
}

/** The share of the terms' weight that these places have, 0 to 1. */
export function coverage(places: Iterable<number>, terms: readonly WeightedTerm[]): number {
  const all = terms.reduce((total, { weight }) => total + weight, 0)
  let covered = 0
  for (const place of places) covered += terms[place]?.weight ?? 0
  return all === 0 ? 0 : covered / all
}
