import { splitSentences } from '../sentences.ts'
import { isStopWord } from '../stop-words.ts'
import { findWords, foldWord, splitWords } from '../words.ts'
import { type DraftCandidate, isTelling, questionOf, questionOfHeading } from './draft-templates.ts'

/** Text of a document that questions are made from. */
export type DraftText = { text: string; headingPath: readonly string[] }

const words = { least: 5, most: 45 }
/** Telling words that a question by words alone names. */
const mostNamed = 4

/** What no sentence of prose has: tables, code, paths, references. */
const notProse = /[|{}<>\\=_]|:\/\/|\.{3,}|…|^\W*(?:figure|fig|table|tab|eq)\b/iu

/** Every question that the passages of a document give rise to, each once. */
export function candidatesIn(passages: readonly DraftText[]): DraftCandidate[] {
  const candidates = passages.flatMap(({ text, headingPath }) => {
    const heading = questionOfHeading(headingPath.at(-1) ?? '')
    const others = sentencesOf(text).flatMap((sentence) => questionOf(sentence) ?? questionByWords(sentence) ?? [])
    return heading === null ? others : [heading, ...others]
  })
  return [...new Map(candidates.map((candidate) => [candidate.text, candidate])).values()]
}

function sentencesOf(text: string): string[] {
  return splitSentences(text, 0)
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/gu, ' '))
    .filter((sentence) => {
      const count = splitWords(sentence).length
      return (
        count >= words.least && count <= words.most && !notProse.test(sentence) && /[.!。؟]["”’)]?$/u.test(sentence)
      )
    })
}

/** A question by a sentence's longest telling words: all that can be made of a language without templates. */
function questionByWords(sentence: string): DraftCandidate | null {
  const inOrder = [...new Set(splitWords(sentence).filter((word) => isTelling(word) && !/^\p{N}+$/u.test(word)))]
  if (inOrder.length < 3) return null
  const named = new Set([...inOrder].sort((a, b) => tellingLength(b) - tellingLength(a)).slice(0, mostNamed))
  const subject = inOrder.filter((word) => named.has(word)).join(' ')
  const list = new Intl.ListFormat('en', { type: 'conjunction' }).format(inOrder.filter((word) => named.has(word)))
  return { kind: 'words', text: isEnglish(sentence) ? `What is said about ${list}?` : subject, subject }
}

/** Names and numbered things are more telling than long words. */
function tellingLength(word: string): number {
  return word.length + (/^\p{Lu}/u.test(word) ? 4 : 0) + (/\p{N}/u.test(word) ? 3 : 0)
}

function isEnglish(sentence: string): boolean {
  const all = splitWords(sentence)
  return all.filter((word) => isStopWord(foldWord(word))).length >= all.length / 6
}

/** The stems of what a candidate is about. */
export function subjectStems({ subject }: DraftCandidate): string[] {
  const telling = splitWords(subject).filter(isTelling).join(' ')
  return [...new Set(findWords(telling).map(({ stem }) => stem))]
}
