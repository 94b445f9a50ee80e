import { isStopWord } from '../stop-words.ts'
import { foldWord } from '../words.ts'
import { calendarWords } from './calendar-words.ts'
import { findRuns, type Run } from './capitalised-runs.ts'
import { type FoundEntity, foldName, foldNamed } from './found-entity.ts'
import { knownPlaces, languageNames } from './known-places.ts'
import { kindOfName } from './name-kind.ts'
import { givenNames, openers, roles, structureWords, titles } from './name-words.ts'

/** A sentence of a document. `isLabel`: a heading or a cell, whose capitals say little. */
export type Sentence = { text: string; start: number; isLabel: boolean }

/** What the words of a whole document tell: which are ever small, and which are large where nothing makes them so. */
type Evidence = { small: ReadonlySet<string>; large: ReadonlySet<string>; names: ReadonlySet<string> }

/** In these every noun is large, so that one large word says nothing. */
const capitalisesNouns = new Set(['de', 'lb'])
const longestName = 80

/**
 * Names that stand out by their capitals. What begins a sentence is one only when the rest of the document, or the word
 * itself, says so; so is what stands in headings and cells. A text without small letters says nothing.
 *
 * @param sentences of one document, with what is no name masked
 */
export function findNames(sentences: readonly Sentence[], language: string): FoundEntity[] {
  const judged = sentences.map((sentence) => ({ ...sentence, ...judge(sentence) }))
  const evidence = gather(judged)
  return judged.flatMap(({ start, text, isTelling, runs }) =>
    runs.flatMap((run) => {
      const name = trimRun(text, run, { evidence, isTelling, language })
      if (name === null) return []
      const kind = run.isTitled && kindOfName(name.written) === 'name' ? 'person' : kindOfName(name.written)
      return [{ kind, folded: foldNamed(name.written), start: start + name.start, end: start + name.end }]
    }),
  )
}

function judge({ text, isLabel }: Sentence): { isTelling: boolean; runs: Run[] } {
  const words = text.match(/\p{L}[\p{L}\p{M}]*/gu) ?? []
  const long = words.filter((word) => word.length > 3)
  const large = long.filter((word) => /^\p{Lu}/u.test(word)).length
  const shouting = words.filter((word) => word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase())
  if (words.length > 3 && shouting.length > words.length * 0.6) return { isTelling: false, runs: [] }
  const isEnded = /[.!?…。]["”»)\]]*\s*$/u.test(text)
  const telling = words.filter((word) => /^\p{Ll}/u.test(word) && word.length > 2 && !isStopWord(foldWord(word)))
  const isInTitleCase = long.length >= 4 && large > long.length * 0.7 && !(isEnded && telling.length > 0)
  return { isTelling: !isLabel && !isInTitleCase, runs: findRuns(text) }
}

function gather(sentences: readonly (Sentence & { isTelling: boolean; runs: readonly Run[] })[]): Evidence {
  const small = new Set<string>()
  const large = new Set<string>()
  const names = new Set<string>()
  for (const { text, isTelling, runs } of sentences) {
    for (const word of text.match(/(?<![\p{L}\p{M}\p{N}])\p{Ll}[\p{L}\p{M}]*/gu) ?? []) small.add(foldWord(word))
    if (!isTelling) continue
    for (const run of runs) {
      const words = run.words.map(({ start, end }) => foldName(text.slice(start, end)))
      for (const word of run.isAtStart ? words.slice(1) : words) large.add(word)
      if (!run.isAtStart) names.add(foldName(text.slice(run.start, run.end)))
    }
  }
  return { small, large, names }
}

type Judging = { evidence: Evidence; isTelling: boolean; language: string }

/** The part of a run that is a name; null when none of it is. */
function trimRun(text: string, run: Run, judging: Judging): { written: string; start: number; end: number } | null {
  const words = run.words.map(({ start, end }) => ({ start, end, written: text.slice(start, end) }))
  const isDoubted = run.isAtStart || !judging.isTelling
  while (words[0] !== undefined && isLeading(words[0].written, words.length, { ...judging, isDoubted })) words.shift()
  // `of`, `the`, `van` lead only where the name before them was cut off.
  while (words.length > 0 && !/\p{Lu}/u.test(words[0]?.written ?? '')) words.shift()
  while (words.length > 1 && isTrailing(words.at(-1)?.written ?? '')) words.pop()
  const [first] = words
  const last = words.at(-1)
  if (first === undefined || last === undefined || last.end - first.start > longestName) return null
  const written = text.slice(first.start, last.end).replace(/['’]s?$/u, '')
  const name = { written, start: first.start, end: first.start + written.length }
  const stillDoubted = !judging.isTelling || (isDoubted && first.start === run.start)
  return isName(written, { ...judging, isDoubted: stillDoubted, isTitled: run.isTitled }) ? name : null
}

/** Whether the first word of a run is large only because a sentence begins with it, or is no part of any name. */
function isLeading(
  written: string,
  length: number,
  { evidence, language, isDoubted }: Judging & { isDoubted: boolean },
): boolean {
  const word = foldWord(written)
  if (/^\p{N}/u.test(written) || (calendarWords.has(word) && length > 1)) return true
  if (isInsideOut(written) || givenNames.has(word) || knownPlaces.has(word)) return false
  if (isStopWord(word, language) || isStopWord(word) || openers.has(word)) return length > 1 || isDoubted
  if (!isDoubted || length === 1) return false
  if (evidence.small.has(word)) return !evidence.large.has(word)
  return !evidence.large.has(word) && /(?:ly|ing|ed)$/u.test(word)
}

function isTrailing(written: string): boolean {
  const word = foldWord(written)
  return structureWords.has(word) || titles.has(word) || calendarWords.has(word) || written === '&'
}

/** Large inside or all through: `NASA`, `McDonald`, `iPhone`. */
function isInsideOut(written: string): boolean {
  return written.split(/\s+/u).some((word) => /^\S+\p{Lu}/u.test(word) && /\p{L}{2}/u.test(word))
}

/** `WHO` is no question word; of two letters only those that stand for no word when they are large. */
function isAcronym(written: string): boolean {
  return /^\p{Lu}{3,}s?$/u.test(written) || /^(?:US|UK|UN|EU)$/u.test(written)
}

function isName(
  written: string,
  { evidence, isTelling, language, isDoubted, isTitled }: Judging & { isDoubted: boolean; isTitled: boolean },
): boolean {
  const folded = foldName(written)
  const words = folded.split(' ')
  const isSingle = words.length === 1
  if (folded.length < 2 || !/\p{L}{2}/u.test(written.replace(/\./gu, ''))) return false
  if (isSingle && (structureWords.has(folded) || (!isAcronym(written) && isNoName(folded, language)))) return false
  if (/^[IVXLCDM]+$/u.test(written)) return false
  const isStrong = isTitled || kindOfName(written) !== 'name' || isInsideOut(written)
  // What the text writes small elsewhere is a word like others.
  if (isSingle && (capitalisesNouns.has(language) || evidence.small.has(folded))) return isStrong
  if (!isDoubted) return true
  if (isStrong && isTelling) return true
  if (evidence.names.has(folded) || (isStrong && !isSingle)) return true
  if (isSingle || !isTelling) return isSingle && evidence.large.has(folded) && !evidence.small.has(folded)
  return true
}

function isNoName(folded: string, language: string): boolean {
  return (
    structureWords.has(folded) ||
    calendarWords.has(folded) ||
    openers.has(folded) ||
    roles.has(folded) ||
    titles.has(folded) ||
    languageNames.has(folded) ||
    isStopWord(folded, language) ||
    isStopWord(folded)
  )
}
