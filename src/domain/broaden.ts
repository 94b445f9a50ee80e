import { isStopWord } from './stop-words.ts'
import { tellingWeight } from './term-coverage.ts'
import { foldWord, type Stemmer, splitWords } from './words.ts'

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

/** A passage that the query found: what it says, in which language (ISO 639-1), and its BM25 for the query. */
export type BroadCandidate = { id: number; text: string; language: string; score: number }

/** A word to look for beside the query, in the languages of the passages it stands in. `weight`: all together 1. */
export type ExpansionWord = { word: string; stem: string; languages: readonly string[]; weight: number }

/** Gives the stemmer by which texts of a language are compared. */
export type StemmerOf = (language: string) => Stemmer

/** What is known of a stem in the best passages. */
type Likely = { likelihood: number; written: Map<string, number>; languages: Set<string> }

/**
 * The words that are most likely in passages like the best ones, each in the form it is mostly written in.
 *
 * @param ranked best first
 */
export function chooseFeedback(ranked: readonly BroadCandidate[], stemmerOf: StemmerOf): ExpansionWord[] {
  const best = ranked.slice(0, feedbackTexts).filter(({ score }) => score > 0)
  const likely = new Map<string, Likely>()
  for (const { text, language, score } of best) {
    const words = splitWords(text)
    const stemOf = stemmerOf(language)
    for (const word of words) {
      const folded = foldWord(word)
      if (folded.length < leastLetters || isStopWord(folded, language) || /^\p{N}+$/u.test(folded)) continue
      const stem = stemOf(word)
      const known = likely.get(stem) ?? { likelihood: 0, written: new Map(), languages: new Set() }
      known.likelihood += score / words.length
      known.written.set(word.toLowerCase(), (known.written.get(word.toLowerCase()) ?? 0) + 1)
      known.languages.add(language)
      likely.set(stem, known)
    }
  }
  const chosen = [...likely].sort((a, b) => b[1].likelihood - a[1].likelihood).slice(0, expansionWords)
  return chosen.map(([stem, { likelihood, written, languages }]) => {
    const [usual] = [...written].sort((a, b) => b[1] - a[1])
    return { stem, word: usual?.[0] ?? stem, languages: [...languages], weight: likelihood }
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
  stemmerOf: StemmerOf
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
  const wantedStem = (stemmer: Stemmer) => {
    const stems = new Map<string, string | null>()
    return (word: string): string | null => {
      const known = stems.get(word)
      if (known !== undefined) return known
      const stem = stemmer(word)
      const wanted = worth.has(stem) ? stem : null
      stems.set(word, wanted)
      return wanted
    }
  }
  const languages = [...new Set(candidates.map(({ language }) => language))]
  const wantedIn = new Map(languages.map((language) => [language, wantedStem(options.stemmerOf(language))]))
  const texts = candidates.map(({ text }) => splitWords(text))
  const average = texts.reduce((total, words) => total + words.length, 0) / Math.max(texts.length, 1)
  return candidates.map(({ id, score, language }, place) => {
    const words = texts[place] ?? []
    const stemOf = wantedIn.get(language) ?? wantedStem(options.stemmerOf(language))
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
