import { parseQuery } from './query-terms.ts'
import { isStopWord } from './stop-words.ts'
import { foldWord, splitWords } from './words.ts'

/** Where one question ends and another begins within a sentence: "…, and how …", "…? What …", "…; why …". */
const boundary =
  /\?\s+(?=\S)|;\s+|,?\s+(?:and|or)\s+(?=(?:what|how|why|when|where|who|whom|whose|which|does|do|did|is|are|was|were|can|could|should|will)\b)/iu
/** A part is a question of its own from so many telling words on. */
const leastTelling = 2
const mostParts = 4

const identifier = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+(?:[_-][\p{L}\p{N}]+)*(?![\p{L}\p{N}])/gu

/**
 * `identifiers`: the question with its identifiers in another of the ways in which people write them. `part`: one of
 * several things that it asks. `words`: its telling words alone.
 */
export type Wording = { kind: 'question' | 'identifiers' | 'part' | 'words'; text: string }

/**
 * The wordings in which a question is looked for, the question itself first. Each differs from the others.
 *
 * @param most number of wordings at most
 */
export function wordingsOf(question: string, most: number): Wording[] {
  const wordings: Wording[] = [
    { kind: 'question', text: question },
    ...otherIdentifiers(question).map((text) => ({ kind: 'identifiers' as const, text })),
    ...partsOf(question).map((text) => ({ kind: 'part' as const, text })),
    { kind: 'words', text: tellingWords(question) },
  ]
  const keyOf = (text: string) => `${text.includes('"')} ${splitWords(text).map(foldWord).join(' ')}`
  const distinct = new Map(wordings.toReversed().map((wording) => [keyOf(wording.text), wording]))
  const kept = wordings.filter((wording) => distinct.get(keyOf(wording.text)) === wording && wording.text !== '')
  return kept.slice(0, Math.max(most, 1))
}

/** The questions that one question consists of; none when it asks one thing. */
export function partsOf(question: string): string[] {
  // A run of white space would be looked through anew from each of its places.
  const parts = question
    .replace(/\s+/gu, ' ')
    .split(boundary)
    .map((part) => part.trim())
    .filter((part) => tellingCount(part) >= leastTelling)
  return parts.length < 2 ? [] : parts.slice(0, mostParts)
}

/**
 * `AB-1234` also as `AB1234`, `parseQuery` and `parse_query` as the other and as `parse query`. What signs part is found
 * by the index as words in a row, so that only what is written as one word needs another writing.
 */
function otherIdentifiers(question: string): string[] {
  const apart = question.replace(identifier, (word) => takeApart(word))
  const joined = question.replace(identifier, (word) => (isCode(word) ? word.replace(/[_-]/gu, '') : word))
  return [apart, joined]
}

/** `AB-1234`, `AB-12-34b` or `parse_query`, but no hyphenated word of prose. */
const codeWithDigits = /^\p{L}{1,6}\p{N}*(?:[_-]\p{N}+)+\p{L}?$/u
const snakeCase = /^\p{Ll}+(?:_\p{Ll}+)+$/u

function isCode(word: string): boolean {
  return codeWithDigits.test(word) || snakeCase.test(word)
}

function takeApart(word: string): string {
  const isCamel = /\p{Ll}\p{Lu}/u.test(word)
  const isCompact = /^\p{L}{1,6}\p{N}{2,}$/u.test(word)
  if (!isCamel && !isCompact) return word
  const parts = word.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{L})(\p{N})/gu, '$1 $2')
  // In quotation marks they are looked for in a row.
  return `"${parts}"`
}

function tellingWords(question: string): string {
  return parseQuery(question)
    .map(({ kind, text }) => (kind === 'phrase' ? `"${text}"` : text))
    .join(' ')
}

function tellingCount(text: string): number {
  return splitWords(text).filter((word) => !isStopWord(foldWord(word))).length
}
