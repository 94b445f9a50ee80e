import type { Doubt } from '../../contract/answers.ts'
import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { isDerived } from './derived-numbers.ts'
import type { Quantity } from './quantities.ts'
import { isSameQuantity } from './same-quantity.ts'
import { mayMeanSame, type SourceSentence, type Sources } from './sources.ts'

/** Sentences around a chosen one that its numbers may stand in. */
const around = 1

/** The numbers of a claim that its sources do not have, or have of something else. */
export function doubtNumbers(
  sentence: string,
  claim: ClaimTokens,
  at: { alignment: Alignment; sources: Sources },
): Doubt[] {
  const near = sentencesNear(at)
  return claim.quantities.flatMap((quantity): Doubt[] => {
    const text = sentence.slice(quantity.start, quantity.end)
    const known = near.flatMap((source) =>
      source.quantities
        .filter((other) => isSameQuantity(quantity, other) && !countsAnother({ quantity, claim }, { other, source }))
        .map((other) => ({ source, other })),
    )
    if (known.length === 0) {
      if (quantity.isWeak || isCounted(quantity, near, sentence)) return []
      if (near.some((source) => isDerived(quantity, source, sentence))) return []
      return [{ kind: 'number', text }]
    }
    const isOther =
      isBoundElsewhere(quantity, claim, near) ||
      isLabelOfAnother(quantity, claim, near) ||
      isOfOtherClause(quantity, claim, near) ||
      isOfAnother(quantity, claim, at)
    return isOther ? [{ kind: 'number', text }] : []
  })
}

/** `three weeks` of what says `three cloves`: one has a unit, the other counts things. */
function countsAnother(
  { quantity, claim }: { quantity: Quantity; claim: ClaimTokens },
  { other, source }: { other: Quantity; source: SourceSentence },
): boolean {
  if (quantity.kind !== 'number' || other.kind !== 'number' || (quantity.unit === null) === (other.unit === null)) {
    return false
  }
  const unit = quantity.unit ?? other.unit
  const thing = quantity.unit === null ? countedBy(quantity, claim.tokens) : countedBy(other, source.tokens)
  const isMeasure = unit !== null && /^(?:time|calendar|length|mass|volume|area|speed)$/u.test(unit.dimension)
  return isMeasure && thing !== null && !/^(?:year|month|day|hour|minute)/iu.test(thing.text)
}

function sentencesNear({ alignment, sources }: { alignment: Alignment; sources: Sources }): SourceSentence[] {
  const places = new Set<number>()
  for (const chosen of alignment.chosen) {
    const own = sources.sentences[chosen]
    for (let place = chosen - around; place <= chosen + around; place++) {
      if (sources.sentences[place]?.source === own?.source) places.add(place)
    }
  }
  return [...places].flatMap((place) => sources.sentences[place] ?? [])
}

/** A digit that the source has inside a name or a word, as the 2 of `version2`. */
function isCounted(quantity: Quantity, near: readonly SourceSentence[], sentence: string): boolean {
  const digits = /\p{N}[\p{N}.,]*/u.exec(sentence.slice(quantity.start, quantity.end))?.[0]?.replace(/[.,]$/u, '')
  if (digits === undefined || quantity.unit !== null) return false
  return near.some(({ text }) =>
    new RegExp(String.raw`(?<![\p{N}.,])${digits.replaceAll('.', '\\.')}(?![\p{N}]|[.,]\p{N})`, 'u').test(text),
  )
}

/**
 * Whether a number that the sources have is said of another thing there: what follows it is counted by other numbers in
 * the sources, and this number counts other things.
 */
function isBoundElsewhere(quantity: Quantity, claim: ClaimTokens, near: readonly SourceSentence[]): boolean {
  const thing = countedBy(quantity, claim.tokens)
  if (thing === null) return false
  let isOther = false
  for (const source of near) {
    for (const other of source.quantities) {
      const counted = countedBy(other, source.tokens)
      const isNear = tokensAfter(other, source.tokens, 4).some((token) => mayMeanSame(token, thing))
      if (isSameQuantity(quantity, other)) {
        if (isNear) return false
      } else if (counted !== null && mayMeanSame(counted, thing)) isOther = true
    }
  }
  return isOther
}

/** Whether the sources number what stands right before a number, as `chapter 2`, and this number is none of theirs. */
function isLabelOfAnother(quantity: Quantity, claim: ClaimTokens, near: readonly SourceSentence[]): boolean {
  const label = labelledBy(quantity, claim.tokens)
  if (label === null) return false
  const theirs = near.flatMap(({ tokens, quantities }) =>
    quantities.filter((other) => labelledBy(other, tokens)?.stem === label.stem),
  )
  return theirs.length > 0 && !theirs.some((other) => isSameQuantity(quantity, other))
}

/**
 * Whether what a claim counts has another number in the sources, in a clause of its own, and this number goes with something
 * that the claim leaves out: `20 euros for cars, 10 for bicycles`.
 */
function isOfOtherClause(quantity: Quantity, claim: ClaimTokens, near: readonly SourceSentence[]): boolean {
  if (quantity.unit === null) return false
  return near.some(({ tokens, quantities }) => {
    const clauseOf = ({ start }: { start: number }) => tokens.findLast((token) => token.start <= start)?.clause ?? 0
    const own = quantities.filter((other) => isSameQuantity(quantity, other)).map(clauseOf)
    const others = quantities.filter(
      (other) =>
        !claim.quantities.some((mine) => isSameQuantity(mine, other)) &&
        (other.unit?.dimension === 'percent' || isSameKind(quantity, other)),
    )
    const clauses = new Set(others.map(clauseOf).filter((clause) => !own.includes(clause)))
    if (own.length !== 1 || clauses.size === 0) return false
    const isSaid = (token: ClaimToken) => claim.tokens.some((mine) => mine.isContent && mayMeanSame(mine, token))
    const placesOf = (token: ClaimToken) => tokens.filter((other) => other.isContent && mayMeanSame(token, other))
    const left = tokens.filter((token) => token.isContent && token.clause === own[0] && !isSaid(token))
    const counted = claim.tokens.filter(({ isContent }) => isContent).map(placesOf)
    const inOther = counted.filter((places) => places.length > 0 && places.every(({ clause }) => clauses.has(clause)))
    const inOwn = counted.filter((places) => places.some(({ clause }) => clause === own[0]))
    return left.length > 0 && inOther.length > 0 && inOwn.length <= 1
  })
}

function labelledBy({ kind, unit, start }: Quantity, tokens: readonly ClaimToken[]): ClaimToken | null {
  if (kind !== 'number' || unit !== null) return null
  const before = tokens.findLast(({ end }) => end <= start)
  return before?.isContent && start - before.end === 1 ? before : null
}

/** Part of a claim's words from which one sentence says all of it. */
const wholeClaim = 0.6

/**
 * Whether the sentence that says nearly all of a claim has another number of this kind, which the claim leaves out: the
 * year of another prize, the price of another thing.
 */
function isOfAnother(
  quantity: Quantity,
  claim: ClaimTokens,
  { alignment, sources }: { alignment: Alignment; sources: Sources },
): boolean {
  const best = sources.sentences[alignment.chosen[0] ?? -1]
  if (best === undefined || best.quantities.some((other) => isSameQuantity(quantity, other))) return false
  const content = claim.tokens.filter(({ isContent }) => isContent)
  const shared = content.filter((token) => best.tokens.some((other) => other.isContent && mayMeanSame(token, other)))
  if (shared.length < content.length * wholeClaim) return false
  // Two sentences in one: the one with the number says a part of the claim that the other does not.
  const rest = content.filter((token) => !token.isName && !shared.includes(token))
  const holders = sentencesNear({ alignment, sources }).filter((source) =>
    source.quantities.some((other) => isSameQuantity(quantity, other)),
  )
  const isMerged = holders.some((source) =>
    rest.some((token) => source.tokens.some((other) => mayMeanSame(token, other))),
  )
  if (isMerged) return false
  const isUsed = (other: Quantity) => claim.quantities.some((mine) => isSameQuantity(mine, other))
  return best.quantities.some((other) => !isUsed(other) && isSameKind(quantity, other))
}

function isSameKind(one: Quantity, other: Quantity): boolean {
  if (one.kind !== other.kind || one.unit?.dimension !== other.unit?.dimension) return false
  const isYear = ({ unit, values: [value = 0] }: Quantity) => unit === null && value >= 1_000 && value <= 2_100
  return isYear(one) === isYear(other) && (one.unit !== null || isYear(one))
}

/** What a number counts: the word right after it. */
function countedBy(quantity: Quantity, tokens: readonly ClaimToken[]): ClaimToken | null {
  const next = tokens.find(({ start }) => start >= quantity.end)
  return next?.isContent && next.start - quantity.end <= 2 ? next : null
}

function tokensAfter(quantity: Quantity, tokens: readonly ClaimToken[], count: number): ClaimToken[] {
  return tokens.filter(({ start, isContent }) => isContent && start >= quantity.end).slice(0, count)
}
