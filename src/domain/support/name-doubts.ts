import type { Doubt } from '../../contract/chat.ts'
import { foldWord } from '../words.ts'
import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import type { SourceSentence, Sources } from './sources.ts'
import { isKnownWord } from './synonyms.ts'

/** Sentences before a chosen one in which a name may stand that it goes on about (`she`, `the company`). */
const before = 4

/** Adjectives of countries that do not begin as their names do. */
const demonyms = new Map(
  `france french,spain spanish,netherlands dutch,britain british,uk british,england english,greece greek,switzerland swiss,
  denmark danish,poland polish,turkey turkish,ireland irish,wales welsh,us american,usa american,america american,
  germany german,holland dutch,philippines filipino,thailand thai,iraq iraqi,israel israeli,pakistan pakistani`
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
    if (!token.isName) return suspectOpening(claim, place, chosen) ? [{ kind: 'name', text: token.text }] : []
    if (chosen.some((sentence) => hasName(sentence, token))) return []
    if (near.some((sentence) => hasName(sentence, token))) return []
    if (isKnownWord(token.stem) && alignment.findings[place] !== 'missing') return []
    const isAnywhere = sources.texts.some((text) => isIn(text, token.text))
    if (isAnywhere && isBareOfNames) return []
    if (isAnywhere === false && isAcronym(token, sources.sentences)) return []
    return [{ kind: 'name', text: token.text }]
  })
  return joinNeighbours(doubts)
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
  if (one === other) return true
  if (demonyms.get(one) === other || demonyms.get(other) === one) return true
  const [root, otherRoot] = [one.replace(nationalEnding, ''), other.replace(nationalEnding, '')]
  return root.length >= 4 && root === otherRoot
}

/** `UN` of `United Nations`: the first letters of words in a row, small words left out or not; and the other way round. */
function isAcronym(name: ClaimToken, sentences: readonly SourceSentence[]): boolean {
  const letters = fold(name.text)
  if (!/^\p{Lu}[\p{Lu}.]+s?$/u.test(name.text)) {
    return sentences.some(({ text }) =>
      [...text.matchAll(/\b\p{Lu}{2,}\b/gu)].some(({ 0: short }) => fold(short).includes(letters[0] ?? ' ')),
    )
  }
  return sentences.some(({ tokens }) => {
    const all = tokens.map(({ text }) => fold(text)[0] ?? '').join('')
    const large = tokens.map(({ text }) => (/^\p{Lu}/u.test(text) ? (fold(text)[0] ?? '') : '')).join('')
    return all.includes(letters) || large.includes(letters)
  })
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
