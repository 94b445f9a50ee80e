import { readCollectionQuestion } from './collection-question.ts'
import { namesIn, subjectOf } from './question-subject.ts'
import { isStopWord } from './stop-words.ts'
import { foldWord, splitWords } from './words.ts'

/** A question as it is understood after those before it. */
export type Understood = {
  question: string
  isRewritten: boolean
}

/** Questions that a follow-up may lean on. */
const remembered = 5

/** Words that take up what was asked before, at the beginning of a question. */
const opening =
  /^[^\p{L}\p{N}]*(?:(?:and|but|so|ok(?:ay)?|now|then|also|or|und|aber|oder|et|mais|ou|y|pero|e|ma|и|а|но)(?![\p{L}\p{N}])|و(?=\s*(?:ماذا|في|كيف|متى|لماذا|هل|أين|\p{N})))[\s,]*|^[^\p{L}\p{N}]*(?:what|how)\s+about\s+/iu

/** A person or thing that was named before. `it` of "is it possible" and "how long does it take" stands for nothing. */
const empty =
  /\b(?:is|was|isn['’]t)\s+it\s+(?:\w+ly\s+)?(?:possible|necessary|true|allowed|safe|likely|important|better|best|worth|ok|okay|required)\b|\bit\s+(?:takes?|is\s+(?:possible|necessary|true|important))\b|\bdoes\s+it\s+(?:take|cost|mean|matter)\s+to\b|\b(?:what|which)\s+(?:time|day|date)\s+is\s+it\b/iu
const person = /\b(?:he|she|him|they|them|it|this|that|these|those)\b/iu
const owner = /\b(?:his|her|hers|their|theirs|its)\b/iu
/** `this` and `that` before a verb or at an end stand for something; "the file that says" does not. */
const pointer =
  /(?:^[^\p{L}\p{N}]*|\b(?:is|are|was|were|does|do|did|can|could|will|would|should|of|about|for|in|on|with|to|from|by|use|using|like|after|before|doing|do)\s+)(?:this|that|these|those)(?=\s*[?.!,]|\s*$|\s+(?:is|are|was|were|mean|work|happen|change|apply|include|cost|take|say|contain|come|go|one|ones)\b)/iu
const pronoun = /\b(?:it|he|she|him|they|them)\b/iu

/** An adjunct that a follow-up of one asks for anew: a year, or what follows a preposition. */
const year = /\b(?:1[0-9]|20)\p{N}{2}\b/u
const adjunct = /^(?:in|on|at|for|from|with|without|under|by|during|since|before|after|between|to|of)\s+(.+)$/iu

/**
 * Understands a question with those before it, by rules: what a pronoun stands for, and what a question that is only a
 * part of one ("and in 2019?", "why?", "what about Linux?") leaves out. One that stands on its own stays as it is. The
 * pronouns are English ones; openings are known in a few languages, and years and names in any.
 *
 * @param earlier the questions before, as they were asked, oldest first
 */
export function rewriteQuestion(question: string, earlier: readonly string[]): Understood {
  let before: string | null = null
  for (const asked of earlier.slice(-remembered)) {
    const understood = understand(asked.replace(/\s+/gu, ' ').trim(), before)
    // "Thanks!" says nothing that a later question could take up.
    if (findSubject(understood) !== null) before = understood
  }
  const asked = question.replace(/\s+/gu, ' ').trim()
  const understood = understand(asked, before)
  return understood === asked ? { question, isRewritten: false } : { question: understood, isRewritten: true }
}

function understand(question: string, before: string | null): string {
  if (before === null) return question
  const rest = question.replace(opening, '')
  const isOpened = rest !== question
  const subject = findSubject(before)
  if (subject === null) return question
  if (refersBack(question)) return replaceReference(question, subject)
  const words = splitWords(rest)
  const telling = words.filter((word) => !isStopWord(foldWord(word)))
  if (isOpened || isFragment(rest, telling.length)) return complete({ rest, before, subject, telling: telling.length })
  return question
}

/** Of a question about all documents, what they are read for: "documents" and "mention" are no subject. */
function findSubject(question: string): string | null {
  const { subjects, kindOfDocument } = readCollectionQuestion(question) ?? {}
  const [only] = subjects?.length === 1 ? subjects : []
  if (only === undefined || namesIn(question).length > 0) return subjectOf(question)
  return [kindOfDocument?.text, only.label].filter((part) => part !== undefined).join(' ')
}

function refersBack(question: string): boolean {
  const text = question.replace(empty, ' ')
  // A name in the question itself is what its pronouns stand for, when it comes first.
  const at = [pronoun, owner, pointer].map((pattern) => pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY)
  const first = Math.min(...at)
  if (!Number.isFinite(first)) return false
  return namesIn(text.slice(0, first)).length === 0
}

/** The first reference becomes what it stands for; a possessive becomes "X's". */
function replaceReference(question: string, subject: string): string {
  const possessive = owner.exec(question)
  const personal = pronoun.exec(question)
  const pointed = pointer.exec(question)
  const places = [possessive?.index, personal?.index, pointed?.index].map((at) => at ?? Number.POSITIVE_INFINITY)
  const first = Math.min(...places)
  const clean = subject.replace(/\$/gu, '$$$$')
  if (first === places[0]) {
    // "tell her about it" has no owner: `her` before a word that says nothing is a person.
    return question.replace(owner, /['’]s$/u.test(subject) ? clean : `${clean}’s`)
  }
  if (first === places[1]) return question.replace(pronoun, clean)
  return question.replace(pointer, (whole) => whole.replace(person, clean))
}

/** A question without a verb or subject of its own: a question word, an adjunct, or a name. */
function isFragment(question: string, telling: number): boolean {
  const bare = question.replace(/[?!.؟？。\s]+$/u, '')
  if (telling === 0) return bare !== ''
  if (adjunct.test(bare) && telling <= 3) return true
  return (
    /^(?:why|when|where|who|how(?:\s+(?:much|many|long|often|far|so))?|why not|since when|by whom)\b/iu.test(bare) &&
    telling === 0
  )
}

/**
 * Puts a fragment into the question before: a year takes the place of its year, a name that of its name, an adjunct that
 * of one with the same preposition; anything else is asked of its subject.
 */
function complete(options: { rest: string; before: string; subject: string; telling: number }): string {
  const { rest, before, subject, telling } = options
  const fragment = rest.replace(/[?!.؟？。\s]+$/u, '')
  const names = namesIn(`x ${fragment}`)
  const namesBefore = namesIn(before)
  const newYear = year.exec(fragment)?.[0]
  const isShort = telling <= 3 && !hasVerb(fragment)
  // What stands beside the year is a preposition, of any language.
  const isYearAlone =
    newYear !== undefined && splitWords(fragment).every((word) => word === newYear || word.length <= 3)
  if (isYearAlone && year.test(before)) return before.replace(year, newYear)
  const [name] = names
  const [nameBefore] = namesBefore
  if (isShort && newYear === undefined && name !== undefined && namesBefore.length === 1 && nameBefore !== undefined) {
    return before.replace(nameBefore, () => name)
  }
  const preposition = /^(\w+)\s+/u.exec(fragment)?.[1]
  if (isShort && preposition !== undefined && adjunct.test(fragment)) {
    const same = new RegExp(String.raw`\b${preposition}\s+(?:the\s+)?[\p{L}\p{N}-]+(?=[?!.؟？。\s]*$)`, 'iu')
    if (same.test(before)) return before.replace(same, () => fragment)
    return `${before.replace(/[?!.؟？。\s]+$/u, '')} ${fragment}?`
  }
  if (telling === 0) return `${capitalise(fragment)}: ${before}`
  // It has a subject of its own as soon as it has a verb and words that say something.
  if (hasVerb(fragment) && telling >= 2 && !isShort) return rest
  return `${capitalise(fragment)} (${subject})?`
}

function hasVerb(text: string): boolean {
  return /\b(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|may|might|must)\b/iu.test(text)
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
