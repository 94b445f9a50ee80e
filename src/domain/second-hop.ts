import { namesIn } from './question-subject.ts'
import { coverage, termsWithin, type WeightedTerm } from './term-coverage.ts'
import { foldWord, splitWords } from './words.ts'

/** Passages that are looked at to tell whether a search was weak, and for names that lead on. */
const passagesLookedAt = 5
const namesFollowed = 3

/** A search is weak when its best passage holds less than this share of the question's words that stand anywhere. */
const weakShare = 0.6

/**
 * A question of fewer words is one of words to look for, which need not stand together; one of more terms describes a
 * subject, which no passage holds all of. Measured: without the latter CISI, whose questions are paragraphs, loses 0.02
 * of nDCG@10.
 */
const leastWords = 4
const mostTerms = 6

/**
 * What to look for next when no passage holds enough of a question: what the best one lacks, with the names that stand
 * beside what it has. "Where was the author of Middlemarch born?" finds who wrote it first, and then where she was born.
 * Null when the search was not weak, or nothing leads on.
 *
 * @param options.terms of the question; those that stand nowhere have weight 0
 * @param options.texts of the best passages, best first
 */
export function nextHop(options: {
  question: string
  terms: readonly (WeightedTerm & { text: string })[]
  texts: readonly string[]
}): string | null {
  const { question, terms } = options
  if (splitWords(question).length < leastWords || terms.length > mostTerms) return null
  const looked = options.texts.slice(0, passagesLookedAt).map((text) => ({ text, held: termsWithin(text, terms) }))
  const best = looked.reduce<(typeof looked)[number] | null>(
    (most, each) => (most === null || coverage(each.held, terms) > coverage(most.held, terms) ? each : most),
    null,
  )
  if (best === null || best.held.size === 0) return null
  const found = [...terms.keys()].filter((place) => (terms[place]?.weight ?? 0) > 0)
  const lacking = found.filter((place) => !best.held.has(place)).flatMap((place) => terms[place]?.text ?? [])
  // Words count alike here: what is asked of the rarest one is often a common word ("born", "price").
  if (lacking.length <= found.length * (1 - weakShare)) return null
  const asked = new Set(splitWords(question).map(foldWord))
  const isNew = (name: string) => splitWords(name).some((word) => !asked.has(foldWord(word)))
  const names = sentencesWith(best.text, terms).flatMap(namesIn).filter(isNew)
  const followed = [...new Set(names)].slice(0, namesFollowed)
  return followed.length === 0 ? null : [...lacking, ...followed].join(' ')
}

/** The sentences of a text, those with the most of the terms first. */
function sentencesWith(text: string, terms: readonly WeightedTerm[]): string[] {
  return text
    .split(/(?<=[.!?])\s+|\n+/u)
    .map((sentence) => ({ sentence, worth: coverage(termsWithin(sentence, terms), terms) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ sentence }) => sentence)
}
