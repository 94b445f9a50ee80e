import type { NextQuestion } from '../../contract/ahead.ts'
import type { EntityKind } from '../../contract/graph.ts'
import { readCollectionQuestion } from '../collection-question.ts'
import { normaliseQuestion } from '../normalise-question.ts'
import { isGuide } from '../question-shape.ts'
import { rewriteQuestion } from '../rewrite-question.ts'
import { isStopWord } from '../stop-words.ts'
import { findWords, foldWord, splitWords } from '../words.ts'

/** A section that stands beside one that an answer quotes. */
export type NearSection = {
  heading: string
  /** The heading above it, or the document's own title; null when there is neither. */
  parent: string | null
  /** Sections from the quoted one to this one; negative before it. */
  steps: number
  /** Place of the quote in the answer, from 0. */
  rank: number
}

/** A name that stands in what an answer quotes. */
export type NearName = {
  name: string
  /** How often it stands elsewhere in the library. */
  elsewhere: number
  kind: EntityKind
  rank: number
}

/** What an answer leads to, as the documents and the person's earlier conversations have it. */
export type Leads = {
  askedNext: readonly { question: string; times: number }[]
  sections: readonly NearSection[]
  names: readonly NearName[]
}

type Candidate = NextQuestion & { worth: number }

/** Suggestions at most; and of one kind while there are others. */
const most = { all: 3, ofKind: 2 }
const longest = { characters: 120, words: 16 }

/**
 * Up to three questions that may follow an answer, the likeliest first, in words that stand in the documents or that the
 * person used before: headings beside what was quoted, names in it, what was asked next another time. No sentence is made
 * up, so it is the same in every language. Each stands on its own: with the conversation before it, it means the same.
 *
 * @param asked the questions of the conversation, oldest first, as they were understood
 */
export function suggestFollowUps(leads: Leads, asked: readonly string[]): NextQuestion[] {
  const known = asked.map((question) => ({ normalised: normaliseQuestion(question), stems: stemsOf(question) }))
  const candidates = [
    ...leads.askedNext.map(fromHistory),
    ...leads.sections.flatMap(fromSection),
    ...leads.names.flatMap(fromName),
  ]
    .filter(({ question }) => isAskable(question) && !rewriteQuestion(question, asked).isRewritten)
    .filter(({ question }) => !known.some((each) => asksNothingNew(question, each)))
    .sort((one, other) => other.worth - one.worth)
  return chooseVaried(onceEach(candidates)).map(({ kind, question }) => ({ kind, question }))
}

/** What a person has asked after the same question is worth more than anything that only stands nearby. */
function fromHistory({ question, times }: Leads['askedNext'][number]): Candidate {
  return { kind: 'asked-next', question, worth: 2 - 1 / (times + 1) }
}

/** A heading that asks is a question that the section answers. The next section is likelier than the one before. */
function fromSection({ heading, parent, steps, rank }: NearSection): Candidate[] {
  const title = cleanHeading(heading)
  const isQuestion = asks(title)
  const question = isQuestion || tellingWords(title).length > 1 ? title : withParent(title, parent)
  if (question === null || isGuide(title)) return []
  const near = (steps > 0 ? 1 : 0.7) / (1 + 0.5 * (Math.abs(steps) - 1))
  return [{ kind: 'section', question, worth: ((isQuestion ? 1 : 0.8) * near) / (1 + 0.3 * rank) }]
}

/** A name that stands nowhere else leads nowhere; of one word that may name anything, as `PDF`, nobody asks. */
function fromName({ name, kind, elsewhere, rank }: NearName): Candidate[] {
  if (elsewhere === 0 || kind === 'date' || kind === 'address') return []
  if (kind === 'name' && tellingWords(name).length < 2) return []
  return [
    {
      kind: 'name',
      question: name.trim(),
      worth: (0.3 + 0.1 * Math.min(4, Math.log2(1 + elsewhere))) / (1 + 0.3 * rank),
    },
  ]
}

/** One word alone may stand over any section: with what is above it, it names this one. */
function withParent(title: string, parent: string | null): string | null {
  const above = parent === null ? '' : cleanHeading(parent)
  return title === '' || above === '' || asks(above) ? null : `${above}: ${title}`
}

/** Without its number and what ends it. */
function cleanHeading(heading: string): string {
  return heading
    .replace(/\s+/gu, ' ')
    .replace(/^[#§\s]*(?:(?:\p{N}{1,2}[.)]|\p{N}+(?:\.\p{N}+)+[.)]?|[(]?\p{L}[.)])\s+|\p{N}{1,2}\s+(?=\p{Lu}))?/u, '')
    .replace(/[\s:.،。：]+$/u, '')
}

function asks(text: string): boolean {
  return /[?？؟\u037e]$/u.test(text)
}

/** Words to look for, and none that is of code or a path. */
function isAskable(question: string): boolean {
  return (
    question.length <= longest.characters &&
    splitWords(question).length <= longest.words &&
    tellingWords(question).length > 0 &&
    !/[{}<>\\|=`]|:\/\//u.test(question) &&
    readCollectionQuestion(question) === null
  )
}

function asksNothingNew(question: string, known: { normalised: string; stems: ReadonlySet<string> }): boolean {
  return (
    normaliseQuestion(question) === known.normalised || [...stemsOf(question)].every((stem) => known.stems.has(stem))
  )
}

function stemsOf(text: string): Set<string> {
  return new Set(findWords(tellingWords(text).join(' ')).map(({ stem }) => stem))
}

function tellingWords(text: string): string[] {
  return splitWords(text).filter((word) => !isStopWord(foldWord(word)) && (word.length > 1 || /\p{N}/u.test(word)))
}

/** Of those with the same words the first, which is the best. */
function onceEach(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Map(candidates.toReversed().map((each) => [[...stemsOf(each.question)].sort().join(' '), each]))
  return candidates.filter((each) => seen.get([...stemsOf(each.question)].sort().join(' ')) === each)
}

/** Of one kind only so many; the rest fill what is left. */
function chooseVaried(candidates: readonly Candidate[]): Candidate[] {
  const counts = new Map<string, number>()
  const varied = candidates.filter(({ kind }) => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    return (counts.get(kind) ?? 0) <= most.ofKind
  })
  const rest = candidates.filter((each) => !varied.includes(each))
  return [...varied, ...rest].slice(0, most.all)
}
