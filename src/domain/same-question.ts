import { parseQuery } from './query-terms.ts'
import { shapeOf } from './question-shape.ts'
import { namesIn } from './question-subject.ts'
import { readClaim } from './support/claim-tokens.ts'
import { findNegations } from './support/negations.ts'
import { sidesOf } from './support/opposites.ts'
import type { Quantity } from './support/quantities.ts'
import { isSameQuantity } from './support/same-quantity.ts'
import { comparableStem, foldWord, splitWords } from './words.ts'

/**
 * Whether two questions that a model holds for alike may have one answer. Vectors hardly tell `2019` from `2020`, one name
 * from another, or a question from its opposite; so numbers, names, identifiers, what is quoted, negations, directions
 * and the kind of answer that is asked for have to agree.
 */
export function mayBeSameQuestion(one: string, other: string): boolean {
  return (
    shapeOf(one) === shapeOf(other) &&
    questionWord(one) === questionWord(other) &&
    haveSameNumbers(one, other) &&
    isSameSet(exactParts(one), exactParts(other)) &&
    agreeOnNames(one, other) &&
    countNegations(one) === countNegations(other) &&
    !hasOpposites(one, other) &&
    saysNothingElse(one, other)
  )
}

const asking = /^(?:who|whom|whose|when|where|why|which)$/u

/** `who`, `when` and `where` ask for different things; `what` and `how` are told apart by their shapes. */
function questionWord(question: string): string | null {
  return (
    splitWords(question)
      .map(foldWord)
      .find((word) => asking.test(word)) ?? null
  )
}

function haveSameNumbers(one: string, other: string): boolean {
  const [mine, theirs] = [readClaim(one).quantities, readClaim(other).quantities].map((all) =>
    all.filter(({ isWeak }) => !isWeak),
  ) as [Quantity[], Quantity[]]
  return (
    mine.length === theirs.length &&
    mine.every((quantity) => theirs.some((known) => isSameQuantity(quantity, known))) &&
    theirs.every((quantity) => mine.some((known) => isSameQuantity(quantity, known)))
  )
}

/** Identifiers and quoted phrases, as they are written. */
function exactParts(question: string): Set<string> {
  return new Set(parseQuery(question).flatMap(({ kind, text }) => (kind === 'word' ? [] : [foldWord(text)])))
}

/** Each name of one stands in the other, as a name or in small letters. */
function agreeOnNames(one: string, other: string): boolean {
  const holds = (question: string, name: string) => {
    const words = new Set(splitWords(question).map(comparableStem))
    return splitWords(name).every((word) => words.has(comparableStem(word)))
  }
  return namesIn(one).every((name) => holds(other, name)) && namesIn(other).every((name) => holds(one, name))
}

function countNegations(question: string): number {
  return findNegations(readClaim(question).tokens).filter(({ isPlain }) => isPlain).length
}

function hasOpposites(one: string, other: string): boolean {
  const sides = (question: string) => splitWords(question).flatMap((word) => sidesOf(comparableStem(word)))
  const [mine, theirs] = [sides(one), sides(other)]
  return mine.some(({ pair, side }) => {
    const known = theirs.filter((each) => each.pair === pair)
    return known.length > 0 && !known.some((each) => each.side === side)
  })
}

/**
 * What one asks about and the other does not may be another word for it. Where both have such words and neither is a
 * synonym, they ask about different things; a question with one more is narrower.
 */
function saysNothingElse(one: string, other: string): boolean {
  const [mine, theirs] = [content(one), content(other)]
  const missing = (from: typeof mine, to: typeof mine) =>
    from.filter(({ keys }) => !to.some((token) => token.keys.some((key) => keys.includes(key))))
  return missing(mine, theirs).length === 0 && missing(theirs, mine).length === 0
}

function content(question: string) {
  return readClaim(question).tokens.filter(({ isContent }) => isContent)
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((each) => other.has(each))
}
