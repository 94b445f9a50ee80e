import { detectQueryLanguage } from './language/detect-language.ts'
import { wordsOfRun } from './language/unbroken-query.ts'
import { hasUnbroken, splitAtScripts } from './language/unbroken-text.ts'
import { isStopWord } from './stop-words.ts'
import { comparableStem, findWords, foldWord, splitQueried, splitWords } from './words.ts'

/**
 * One thing that a query looks for. A `word` is found in any inflection; a `phrase` (in quotation marks) and an
 * `identifier` (`foo_bar-1.2`) only as their parts in a row.
 */
export type QueryTerm = {
  kind: 'word' | 'phrase' | 'identifier'
  /** As the person wrote it, without the quotation marks. */
  text: string
  /**
   * Comparable stems of its parts where no language is known; one for a word, more for one of a script without spaces.
   * In a text of a known language, `text` is stemmed by its stemmer (term-coverage.ts).
   */
  stems: string[]
  /** In which its inflections are looked for; in every language of the texts that are searched where it is missing. */
  languages?: readonly string[]
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
 *
 * @param languages of the texts that are searched, those of most texts first: the query is taken for one of them, or for
 *   English, and loses that language's stop words
 */
export function parseQuery(query: string, languages: readonly string[] = ['en']): QueryTerm[] {
  const language = detectQueryLanguage(query, languages)
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
    else terms.push(...toWords(trimmed))
  }
  const affordable = loosenBeyond(withoutRepeats(terms), mostBound)
  const wanted = affordable.filter((term) => term.kind === 'phrase' || !isStopWord(foldWord(term.text), language))
  return withoutRepeats(wanted.length > 0 ? wanted : affordable)
}

function loosenBeyond(terms: readonly QueryTerm[], most: number): QueryTerm[] {
  let bound = 0
  return terms.flatMap((term) => {
    if (term.kind === 'word') return [term]
    bound += 1
    return bound <= most ? [term] : toWords(term.text)
  })
}

/** The words of terms that turned out to occur nowhere as a whole, so that a misremembered name still finds its parts. */
export function looseWords(term: QueryTerm, languages?: readonly string[]): QueryTerm[] {
  return parseQuery(
    toWords(term.text)
      .map(({ text }) => text)
      .join(' '),
    languages,
  )
}

function isIdentifier(piece: string): boolean {
  return bindingSign.test(piece) || bindingDigit.test(piece)
}

/** The words of a piece of text, those of scripts without spaces among them. */
function toWords(piece: string): QueryTerm[] {
  if (!hasUnbroken(piece)) return splitWords(piece).map(toWord)
  return findWords(piece).length === 0
    ? []
    : (piece.match(/[\p{L}\p{N}\p{Co}\p{M}]+/gu) ?? []).flatMap((word) =>
        splitAtScripts(word).flatMap(({ start, end, unbroken }) => {
          const part = word.slice(start, end)
          return (unbroken ? wordsOfRun(part) : splitWords(part)).map(toWord)
        }),
      )
}

function toWord(word: string): QueryTerm {
  return { kind: 'word', text: word, stems: splitQueried(word).map(comparableStem) }
}

/** A phrase of one word is that word; one without any is nothing. */
function boundTerm(kind: 'phrase' | 'identifier', text: string): QueryTerm[] {
  const words = splitQueried(text)
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
