import { isStopWord } from './stop-words.ts'
import { comparableStem, findWords, foldWord, splitWords } from './words.ts'

/**
 * One thing that a query looks for. A `word` is found in any inflection; a `phrase` (in quotation marks) and an
 * `identifier` (`foo_bar-1.2`) only as their parts in a row.
 */
export type QueryTerm = {
  kind: 'word' | 'phrase' | 'identifier'
  /** As the person wrote it, without the quotation marks. */
  text: string
  /** Comparable stems of its parts; one for a word. */
  stems: string[]
}

const quoted = /["“”„«]([^"“”„«»]+)["“”»]/gu
/** Signs that bind their neighbours into one name. A full stop does so between letters, and more signs do beside a digit. */
const bindingSign = /[\p{L}\p{N}](?:[_@\\#.]|::|->)[\p{L}\p{N}_]/u
const bindingDigit = /\p{N}[-+,/:][\p{L}\p{N}]|\p{L}[-+/:]\p{N}/u

/** Counting one of these costs a pass over all chunks with its words, so of more (a pasted page, say) only the words count. */
const mostBound = 32

/**
 * What a query looks for: its phrases, then the rest in its order, each written form once (two inflections of a word
 * count twice: dropping one costs CISI 0.02 of nDCG@10). Stop words are left out unless nothing else is there. Phrases and
 * identifiers after the first 32 are looked for as single words. Any text is a query; one without a letter or digit has
 * no terms.
 */
export function parseQuery(query: string): QueryTerm[] {
  const phrases: QueryTerm[] = []
  const rest = query.replace(quoted, (_whole, inner: string) => {
    phrases.push(...boundTerm('phrase', inner))
    return ' '
  })
  const terms = [...phrases]
  for (const piece of rest.split(/\s+/u)) {
    const words = findWords(piece)
    const trimmed = piece.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0)
    if (isIdentifier(trimmed)) terms.push(...boundTerm('identifier', trimmed))
    else terms.push(...splitWords(trimmed).map((word) => toWord(word)))
  }
  const affordable = loosenBeyond(withoutRepeats(terms), mostBound)
  const wanted = affordable.filter((term) => term.kind === 'phrase' || !isStopWord(foldWord(term.text)))
  return withoutRepeats(wanted.length > 0 ? wanted : affordable)
}

function loosenBeyond(terms: readonly QueryTerm[], most: number): QueryTerm[] {
  let bound = 0
  return terms.flatMap((term) => {
    if (term.kind === 'word') return [term]
    bound += 1
    return bound <= most ? [term] : splitWords(term.text).map((word) => toWord(word))
  })
}

/** The words of terms that turned out to occur nowhere as a whole, so that a misremembered name still finds its parts. */
export function looseWords(term: QueryTerm): QueryTerm[] {
  return parseQuery(splitWords(term.text).join(' '))
}

function isIdentifier(piece: string): boolean {
  return bindingSign.test(piece) || bindingDigit.test(piece)
}

function toWord(word: string): QueryTerm {
  return { kind: 'word', text: word, stems: [comparableStem(word)] }
}

/** A phrase of one word is that word; one without any is nothing. */
function boundTerm(kind: 'phrase' | 'identifier', text: string): QueryTerm[] {
  const words = splitWords(text)
  const [first] = words
  if (first === undefined) return []
  return words.length === 1 ? [toWord(first)] : [{ kind, text: text.trim(), stems: words.map(comparableStem) }]
}

function withoutRepeats(terms: readonly QueryTerm[]): QueryTerm[] {
  const seen = new Set<string>()
  return terms.filter((term) => {
    const key = splitWords(term.text).map(foldWord).join(' ')
    return seen.size < seen.add(key).size
  })
}
