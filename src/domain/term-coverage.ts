import { findWords } from './words.ts'

/** Something a question asks about: the stems of its words in a row, and how telling it is. */
export type WeightedTerm = { stems: readonly string[]; weight: number }

/**
 * How telling a term is that `holders` of `chunks` chunks hold. Never negative, so that words common in a small library
 * still count (the form that Lucene uses of BM25's inverse document frequency).
 */
export function tellingWeight(holders: number, chunks: number): number {
  return Math.log(1 + (Math.max(chunks - holders, 0) + 0.5) / (holders + 0.5))
}

/** Places of the terms that a text holds. */
export function termsWithin(text: string, terms: readonly WeightedTerm[]): Set<number> {
  const found = findWords(text).map(({ stem }) => stem)
  const places = new Map<string, number[]>()
  for (const [place, stem] of found.entries()) {
    const known = places.get(stem)
    if (known === undefined) places.set(stem, [place])
    else known.push(place)
  }
  const holds = ({ stems: [first = '', ...rest] }: WeightedTerm) =>
    (places.get(first) ?? []).some((place) => rest.every((stem, step) => found[place + step + 1] === stem))
  return new Set([...terms.keys()].filter((place) => terms[place] !== undefined && holds(terms[place])))
}

/** How often a text holds a term. */
export function countOccurrences(text: string, { stems }: Pick<WeightedTerm, 'stems'>): number {
  const found = findWords(text).map(({ stem }) => stem)
  return found.filter((_stem, place) => stems.every((stem, step) => found[place + step] === stem)).length
}

/** The share of the terms' weight that these places have, 0 to 1. */
export function coverage(places: Iterable<number>, terms: readonly WeightedTerm[]): number {
  const all = terms.reduce((total, { weight }) => total + weight, 0)
  let covered = 0
  for (const place of places) covered += terms[place]?.weight ?? 0
  return all === 0 ? 0 : covered / all
}
