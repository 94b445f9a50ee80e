import { isStopWord } from './stop-words.ts'
import { tellingWeight } from './term-coverage.ts'
import { comparableStem, foldWord, splitWords } from './words.ts'

/**
 * Relevance feedback by RM3 (Abdul-Jaleel and others 2004), with the values that the literature uses: words that the ten
 * best passages share are looked for beside the query, and both count the same.
 */
const feedbackTexts = 10
const expansionWords = 40
const queryShare = 0.5

/** BM25's parameters, as FTS5 has them. */
const k1 = 1.2
const b = 0.75

/** A word in more than this share of the passages says nothing of a subject. */
const mostHolders = 0.1
const leastLetters = 3

/** A passage that the query found: what it says, and its BM25 for the query. */
export type BroadCandidate = { id: number; text: string; score: number }

/** A word to look for beside the query. `weight`: all together 1. */
export type ExpansionWord = { word: string; stem: string; weight: number }

/**
 * The words that are most likely in passages like the best ones, each in the form it is mostly written in.
 *
 * @param ranked best first
 */
export function chooseFeedback(ranked: readonly BroadCandidate[]): ExpansionWord[] {
  const best = ranked.slice(0, feedbackTexts).filter(({ score }) => score > 0)
  const likelihoods = new Map<string, number>()
  const forms = new Map<string, Map<string, number>>()
  for (const { text, score } of best) {
    const words = splitWords(text)
    for (const word of words) {
      const folded = foldWord(word)
      if (folded.length < leastLetters || isStopWord(folded) || /^\p{N}+$/u.test(folded)) continue
      const stem = comparableStem(word)
      likelihoods.set(stem, (likelihoods.get(stem) ?? 0) + score / words.length)
      const written = forms.get(stem) ?? new Map<string, number>()
      forms.set(stem, written.set(folded, (written.get(folded) ?? 0) + 1))
    }
  }
  const chosen = [...likelihoods].sort((a, b) => b[1] - a[1]).slice(0, expansionWords)
  return chosen.map(([stem, weight]) => {
    const written = [...(forms.get(stem) ?? [])].sort((a, b) => b[1] - a[1])
    return { stem, word: written[0]?.[0] ?? stem, weight }
  })
}

/**
 * Scores of the candidates with the words that feedback chose, on the scale of their BM25.
 *
 * @param options.holders for each word the passages that hold it
 * @param options.terms number of terms of the query
 */
export function scoreBroadly(options: {
  candidates: readonly BroadCandidate[]
  words: readonly ExpansionWord[]
  holders: readonly number[]
  chunks: number
  terms: number
}): { id: number; score: number }[] {
  const { candidates, holders, chunks, terms } = options
  const telling = options.words.flatMap((word, place) => {
    const held = holders[place] ?? 0
    return held <= Math.max(chunks * mostHolders, feedbackTexts) ? [{ ...word, held }] : []
  })
  const sum = telling.reduce((total, { weight }) => total + weight, 0)
  const worth = new Map(
    telling.map(({ stem, weight, held }) => [stem, (weight / sum) * tellingWeight(held, chunks) * (k1 + 1)]),
  )
  // Texts repeat their words: what a word is worth is worked out once, since there are some 150,000 of them.
  const stems = new Map<string, string | null>()
  const stemOf = (word: string): string | null => {
    const known = stems.get(word)
    if (known !== undefined) return known
    const stem = comparableStem(word)
    const wanted = worth.has(stem) ? stem : null
    stems.set(word, wanted)
    return wanted
  }
  const texts = candidates.map(({ text }) => splitWords(text))
  const average = texts.reduce((total, words) => total + words.length, 0) / Math.max(texts.length, 1)
  return candidates.map(({ id, score }, place) => {
    const words = texts[place] ?? []
    const counts = new Map<string, number>()
    for (const word of words) {
      const stem = stemOf(word)
      if (stem !== null) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
    const damping = k1 * (1 - b + (b * words.length) / average)
    let added = 0
    for (const [stem, count] of counts) added += ((worth.get(stem) ?? 0) * count) / (count + damping)
    return { id, score: queryShare * score + (1 - queryShare) * terms * added }
  })
}
