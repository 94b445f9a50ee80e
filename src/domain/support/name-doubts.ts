import type { Doubt } from '../../contract/answers.ts'
import { foldWord } from '../words.ts'
import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { mayMeanSame, type SourceSentence, type Sources } from './sources.ts'
import { isKnownWord } from './synonyms.ts'

/** Sentences before a chosen one in which a name may stand that it goes on about (`she`, `the company`). */
const before = 4

/** Adjectives of countries that do not begin as their names do. */
const demonyms = new Map(
  `france french,spain spanish,netherlands dutch,britain british,uk british,england english,greece greek,switzerland swiss,
  denmark danish,poland polish,turkey turkish,ireland irish,wales welsh,us american,usa american,america american,
  germany german,holland dutch,philippines filipino,thailand thai,iraq iraqi,israel israeli,pakistan pakistani,
  norway norwegian,scotland scottish,finland finnish,iceland icelandic,belgium belgian,portugal portuguese,sweden swedish,
  europe european,ukraine ukrainian,mexico mexican,chile chilean,peru peruvian,congo congolese,cyprus cypriot,
  afghanistan afghan,kazakhstan kazakh,czechia czech,slovakia slovak,croatia croat,serbia serb,argentina argentine,
  brussels bruxelles,cologne köln,munich münchen,vienna wien`
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

/** The names of a claim that its sources do not have, or have of something else. */
export function doubtNames(claim: ClaimTokens, at: { alignment: Alignment; sources: Sources }): Doubt[] {
  const { alignment, sources } = at
  const chosen = alignment.chosen.flatMap((place) => sources.sentences[place] ?? [])
  const near = sentencesBefore(at)
  const isBareOfNames = chosen.every((sentence) => namesMissing(sentence, claim).length === 0 || hasPronoun(sentence))
  const doubts = claim.tokens.flatMap((token, place): Doubt[] => {
    if (isLetterOfAnother(claim.tokens, place, chosen)) return [{ kind: 'name', text: token.text }]
    if (!token.isName) return suspectOpening(claim, place, chosen) ? [{ kind: 'name', text: token.text }] : []
    if (isFromElsewhere(token, claim, chosen)) return [{ kind: 'name', text: token.text }]
    if (chosen.some((sentence) => hasName(sentence, token))) return []
    if (near.some((sentence) => hasName(sentence, token))) return []
    if (isKnownWord(token.stem) && isSaidOtherwise(place, at)) return []
    if (/^Q[1-4]$/u.test(token.text) && chosen.some(({ text }) => /quarter/iu.test(text))) return []
    const isAnywhere = sources.texts.some((text) => isIn(text, token.text))
    if (isAnywhere && isBareOfNames) return []
    if (isAnywhere === false && isAcronym(place, claim.tokens, sources.sentences)) return []
    return [{ kind: 'name', text: token.text }]
  })
  return joinNeighbours(doubts)
}

/** `building B` where the sources have a building C only. */
function isLetterOfAnother(tokens: readonly ClaimToken[], place: number, chosen: readonly SourceSentence[]): boolean {
  const [label, token] = [tokens[place - 1], tokens[place]]
  if (label === undefined || token === undefined || !label.isContent || !/^[B-HJ-Z]$/u.test(token.text)) return false
  const letters = chosen.flatMap(({ tokens: theirs }) =>
    theirs.flatMap(({ text }, at) => (theirs[at - 1]?.stem === label.stem && /^\p{Lu}$/u.test(text) ? [text] : [])),
  )
  return letters.length > 0 && !letters.includes(token.text)
}

/**
 * Whether one sentence says all else of a claim, and says it of somebody whom the claim leaves out, while those with the
 * claim's name say nothing of it.
 */
function isFromElsewhere(name: ClaimToken, claim: ClaimTokens, chosen: readonly SourceSentence[]): boolean {
  const rest = claim.tokens.filter(({ isContent, isName }) => isContent && !isName)
  const shared = (sentence: SourceSentence) =>
    rest.filter((token) => sentence.tokens.some((other) => other.isContent && mayMeanSame(token, other))).length
  const holders = chosen.filter((sentence) => hasName(sentence, name))
  if (rest.length === 0 || holders.length === 0 || holders.some((sentence) => shared(sentence) > 0)) return false
  return chosen.some(
    (sentence) => shared(sentence) === rest.length && namesMissing(sentence, claim).length > 0 && !hasPronoun(sentence),
  )
}

/** Whether a name that is a word too is said by another word, and not by another name: no Parliament is a Congress. */
function isSaidOtherwise(place: number, { alignment, sources }: { alignment: Alignment; sources: Sources }): boolean {
  return (alignment.matches[place] ?? []).some((match) => {
    const other = sources.sentences[match.sentence]?.tokens[match.place]
    return match.isExact || other?.isName === false
  })
}

/** A name in a sentence, or a form of it. */
function hasName(sentence: SourceSentence, name: ClaimToken): boolean {
  return (
    sentence.tokens.some((token) => token.stem === name.stem || isForm(fold(token.text), fold(name.text))) ||
    (name.text.length > 3 && isIn(sentence.text, name.text))
  )
}

function isIn(text: string, name: string): boolean {
  return foldWord(text).includes(fold(name))
}

function fold(text: string): string {
  return foldWord(text.replace(/['’]s?$/u, '')).replaceAll('.', '')
}

const nationalEnding = /(?:ians?|ans?|ese|ish|is?|ns?|as?|y|ia|s)$/u

function isForm(one: string, other: string): boolean {
  if (one === other || `${one}n` === other || one === `${other}n`) return true
  if (demonyms.get(one) === other || demonyms.get(other) === one) return true
  const [root, otherRoot] = [one.replace(nationalEnding, ''), other.replace(nationalEnding, '')]
  return root.length >= 4 && root === otherRoot
}

/** `UN` of `United Nations`: the first letters of words in a row, small words left out or not; and the other way round. */
function isAcronym(place: number, claim: readonly ClaimToken[], sentences: readonly SourceSentence[]): boolean {
  const name = claim[place]
  if (name === undefined) return false
  if (!/^\p{Lu}[\p{Lu}.]+s?$/u.test(name.text)) {
    const letters = initialsAround(place, claim)
    const isShort = ({ text }: ClaimToken) => /^\p{Lu}{2,}$/u.test(text) && letters.includes(fold(text))
    return letters.length >= 2 && sentences.some(({ tokens }) => tokens.some(isShort))
  }
  const letters = fold(name.text)
  return sentences.some(({ tokens }) => {
    const all = tokens.map(({ text }) => fold(text)[0] ?? '').join('')
    const large = tokens.map(({ text }) => (/^\p{Lu}/u.test(text) ? (fold(text)[0] ?? '') : '')).join('')
    return all.includes(letters) || large.includes(letters)
  })
}

/** The first letters of the large words around one in a row, small words between them left out. */
function initialsAround(place: number, tokens: readonly ClaimToken[]): string {
  const isPart = (at: number) => {
    const { text } = tokens[at] ?? { text: '' }
    return /^\p{Lu}/u.test(text) || (/^(?:of|and|for|the|in|on)$/u.test(text) && at !== place)
  }
  let [from, to] = [place, place]
  while (from > 0 && isPart(from - 1)) from -= 1
  while (to + 1 < tokens.length && isPart(to + 1)) to += 1
  const large = tokens.slice(from, to + 1).filter(({ text }) => /^\p{Lu}/u.test(text))
  return large.map(({ text }) => fold(text)[0] ?? '').join('')
}

function sentencesBefore({ alignment, sources }: { alignment: Alignment; sources: Sources }): SourceSentence[] {
  return alignment.chosen.slice(0, 2).flatMap((place) => {
    const own = sources.sentences[place]
    // A sentence with a name of its own is about that one.
    if (own === undefined || (own.tokens.some(({ isName }) => isName) && !hasPronoun(own))) return []
    return sources.sentences.slice(Math.max(0, place - before), place).filter(({ source }) => source === own.source)
  })
}

/** Whether a sentence speaks of somebody who was named before. */
function hasPronoun({ tokens }: SourceSentence): boolean {
  return tokens.some(({ text }) => /^(?:he|she|it|they|his|her|its|their|him|them)$/iu.test(text))
}

/** Names of a source's sentence that the claim leaves out. */
function namesMissing(sentence: SourceSentence, claim: ClaimTokens): ClaimToken[] {
  return sentence.tokens.filter(
    (name) =>
      name.isName &&
      !claim.tokens.some((token) => token.stem === name.stem || isForm(fold(token.text), fold(name.text))),
  )
}

/**
 * A sentence's first word is large anyway. It is held for another's name when nothing in the sources is like it, no
 * dictionary knows it, it stands where a subject without an article does, and the source names somebody whom the claim
 * leaves out.
 */
function suspectOpening(claim: ClaimTokens, place: number, chosen: readonly SourceSentence[]): boolean {
  const token = claim.tokens[place]
  if (place > 0 || token === undefined || !token.isContent || !/^\p{Lu}\p{Ll}+$/u.test(token.text)) return false
  if (isKnownWord(token.stem) || /(?:s|ing|ed|ly|tion|ity|ness|ment)$/u.test(token.text)) return false
  if (
    chosen.some(
      (sentence) =>
        hasName(sentence, token) || sentence.tokens.some((other) => other.keys.some((key) => token.keys.includes(key))),
    )
  )
    return false
  const first = chosen[0]
  return first !== undefined && (namesMissing(first, claim).length > 0 || isOpenedByName(first, claim))
}

function isOpenedByName({ tokens }: SourceSentence, claim: ClaimTokens): boolean {
  const [opening] = tokens
  return (
    opening?.isContent === true &&
    /^\p{Lu}/u.test(opening.text) &&
    !isKnownWord(opening.stem) &&
    !claim.tokens.some(({ stem }) => stem === opening.stem)
  )
}

function joinNeighbours(doubts: Doubt[]): Doubt[] {
  return doubts.filter((doubt, place) => doubts.findIndex(({ text }) => text === doubt.text) === place)
}
