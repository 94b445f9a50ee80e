import { splitSentences } from '../sentences.ts'
import { isStopWord } from '../stop-words.ts'
import { findWords, foldWord, splitWords } from '../words.ts'
import { type DraftCandidate, isTelling, questionOf, questionOfHeading } from './draft-templates.ts'

/** Text of a document that questions are made from. */
export type DraftText = { text: string; headingPath: readonly string[] }

const words = { least: 4, most: 45 }
/** Telling words that a question by words alone names. */
const mostNamed = 3

/** What no sentence of prose has: tables, code, paths, references. */
const notProse = /[|{}<>\\=_]|:\/\/|\.{3,}|…|^\W*(?:figure|fig|table|tab|eq)\b/iu

/** Every question that the passages of a document give rise to, each once. */
export function candidatesIn(passages: readonly DraftText[]): DraftCandidate[] {
  const candidates = passages.flatMap(({ text, headingPath }) => {
    const english = isEnglish(text)
    const heading = questionOfHeading(headingPath.at(-1) ?? '')
    const others = sentencesOf({ text, headingPath }).flatMap(
      (sentence) => questionOf(sentence) ?? questionByWords(sentence, english) ?? [],
    )
    return heading === null ? others : [heading, ...others]
  })
  return [...new Map(candidates.map((candidate) => [candidate.text, candidate])).values()]
}

/** Sentences of the paragraphs; a heading that stands above one is none of its words. */
function sentencesOf({ text, headingPath }: DraftText): string[] {
  const headings = new Set(headingPath.map(asHeading))
  const paragraphs = text.split(/\n\s*\n/u).map((paragraph) => {
    const lines = paragraph.split('\n')
    return lines.slice(lines.findIndex((line) => !headings.has(asHeading(line)))).join('\n')
  })
  return paragraphs
    .flatMap((paragraph) =>
      splitSentences(paragraph, 0).map(({ start, end }) => paragraph.slice(start, end).replace(/\s+/gu, ' ')),
    )
    .filter((sentence) => {
      const count = splitWords(sentence).length
      return (
        count >= words.least && count <= words.most && !notProse.test(sentence) && /[.!。؟]["”’)]?$/u.test(sentence)
      )
    })
}

function asHeading(line: string): string {
  return line.replace(/^#+/u, '').trim()
}

/** A question by a sentence's most telling words: all that can be made of a language without templates. */
function questionByWords(sentence: string, english: boolean): DraftCandidate | null {
  const [first = '', ...rest] = splitWords(sentence)
  const telling = [english && !/\p{Lu}.*\p{Lu}/u.test(first) ? first.toLowerCase() : first, ...rest].filter(
    (word) => isTelling(word) && !/^\p{N}+$/u.test(word) && !(english && notNouns.test(word)),
  )
  const inOrder = [...new Set(telling)]
  if (inOrder.length < mostNamed) return null
  const named = new Set([...inOrder].sort((a, b) => tellingLength(b) - tellingLength(a)).slice(0, mostNamed))
  const chosen = inOrder.filter((word) => named.has(word))
  const text = english ? `What is said about ${englishList.format(chosen)}?` : chosen.join(' ')
  return { kind: 'words', text, subject: chosen.join(' ') }
}

const englishList = new Intl.ListFormat('en', { type: 'conjunction' })

/** English adverbs, participles and adjectives, of which nothing is said. */
const notNouns = /^\p{Ll}+(?:ly|ed|ing|able|ible|ive|ous|ful|less|ant|ent|ical|ally)$/u

/** Names and numbered things are more telling than long words. */
function tellingLength(word: string): number {
  return word.length + (/^\p{Lu}/u.test(word) ? 4 : 0) + (/\p{N}/u.test(word) ? 3 : 0)
}

/** Whether a sixth of the words are English stop words, as in any prose of some length. */
function isEnglish(text: string): boolean {
  const all = splitWords(text)
  return all.filter((word) => isStopWord(foldWord(word))).length >= all.length / 6
}

/** The stems of what a candidate is about. */
export function subjectStems({ subject }: DraftCandidate): string[] {
  const telling = splitWords(subject).filter(isTelling).join(' ')
  return [...new Set(findWords(telling).map(({ stem }) => stem))]
}
