import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import type { Quantity } from './quantities.ts'
import { isSameQuantity } from './same-quantity.ts'
import { mayMeanSame, type SourceSentence, type Sources } from './sources.ts'

/** Where a word of a claim stands in the sources: the sentence and the place of the word in it. */
export type Match = { sentence: number; place: number; isExact: boolean }

/** A claim beside the sentences of the sources that say the most of it. */
export type Alignment = {
  /** Places of the sentences among the sources', the best first. */
  chosen: number[]
  /** For each word of the claim where it stands in the chosen sentences, the best sentence's first. */
  matches: Match[][]
  /** `repeated`: says again what another word of the claim has said. */
  findings: ('found' | 'repeated' | 'missing')[]
}

/** Sentences that a claim may rest on: merged ones rest on several. */
const mostSentences = 4
/** Weight of a word that the sentence beside a chosen one adds. */
const besideBonus = 1.15
/** What a number weighs beside a word that as many sentences have. */
const numberWeight = 1.3
/** Share of the claim's weight that another sentence has to add. */
const leastGain = 0.08

/** The few sentences that hold the most of a claim's words, each chosen for what those before it lack. */
export function align({ tokens, quantities }: ClaimTokens, sources: Sources): Alignment {
  const wanted = tokens.flatMap((token, place) => (token.isContent ? [{ token, place }] : []))
  const holders = new Map(wanted.map(({ token, place }) => [place, findHolders(token, sources)]))
  const weights = new Map(
    wanted.map(({ token, place }) => [place, weigh(token, holders.get(place)?.size ?? 0, sources.sentences.length)]),
  )
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const numbers = quantities.flatMap((quantity) => {
    if (quantity.isWeak) return []
    const same = sources.sentences.map((sentence) =>
      sentence.quantities.filter((other) => isSameQuantity(quantity, other)),
    )
    const isOfUnit = (other: Quantity) => (other.unit === null) === (quantity.unit === null)
    const isStrict = same.some((theirs) => theirs.some(isOfUnit))
    const held = same.flatMap((theirs, place) => (theirs.some((other) => !isStrict || isOfUnit(other)) ? [place] : []))
    return [{ held: new Set(held), weight: numberWeight * rarity(held.length, sources.sentences.length) }]
  })
  const chosen: number[] = []
  const covered = new Set<number>()
  while (chosen.length < mostSentences) {
    const gains = new Map<number, { gain: number; plain: number }>()
    for (const { token, place } of wanted) {
      if (covered.has(place)) continue
      for (const sentence of holders.get(place) ?? []) {
        const known = gains.get(sentence) ?? { gain: 0, plain: 0 }
        known.gain += weights.get(place) ?? 0
        if (!token.isName) known.plain += 1
        gains.set(sentence, known)
      }
    }
    // What speaks of nothing but the same numbers may speak of the same in quite other words.
    for (const sentence of numbers.flatMap(({ held }) => [...held])) {
      if (!gains.has(sentence)) gains.set(sentence, { gain: 0, plain: 0 })
    }
    let best: { sentence: number; gain: number } | null = null
    for (const [sentence, { gain, plain }] of gains) {
      if (chosen.includes(sentence)) continue
      const fresh = numbers.filter(({ held }) => held.has(sentence) && !chosen.some((other) => held.has(other)))
      const counted = fresh.reduce((sum, { weight }) => sum + weight, 0)
      if (chosen.length > 0 && counted === 0 && (plain === 0 || gain < total * leastGain)) continue
      const value = (gain + counted) * (isBeside(sentence, chosen, sources.sentences) ? besideBonus : 1)
      if (best === null || value > best.gain + 1e-9) best = { sentence, gain: value }
    }
    if (best === null) break
    chosen.push(best.sentence)
    for (const { place } of wanted) if (holders.get(place)?.has(best.sentence)) covered.add(place)
  }
  const matches = tokens.map((token) => findMatches(token, chosen, sources.sentences))
  return { chosen, matches, findings: assign(matches) }
}

/** A word of a source speaks for one word of a claim: for the same word first, then for one that may mean the same. */
function assign(matches: readonly Match[][]): Alignment['findings'] {
  const taken = new Set<string>()
  const findings: Alignment['findings'] = matches.map(() => 'missing')
  for (const isExact of [true, false]) {
    for (const [place, own] of matches.entries()) {
      if (findings[place] !== 'missing') continue
      const fitting = own.filter((match) => match.isExact === isExact)
      const free = fitting.find((match) => !taken.has(`${match.sentence}:${match.place}`))
      if (free !== undefined) {
        taken.add(`${free.sentence}:${free.place}`)
        findings[place] = 'found'
      } else if (isExact && fitting.length > 0) findings[place] = 'repeated'
    }
  }
  return findings
}

function findHolders(token: ClaimToken, { byKey }: Sources): Set<number> {
  return new Set(token.keys.flatMap((key) => byKey.get(key) ?? []))
}

function weigh(token: ClaimToken, holding: number, sentences: number): number {
  return (token.isName ? 1.5 : 1) * rarity(holding, sentences)
}

function rarity(holding: number, sentences: number): number {
  return Math.log(1 + (sentences + 1) / (holding + 1))
}

function isBeside(sentence: number, chosen: readonly number[], sentences: readonly SourceSentence[]): boolean {
  return chosen.some(
    (other) => Math.abs(other - sentence) <= 1 && sentences[other]?.source === sentences[sentence]?.source,
  )
}

function findMatches(token: ClaimToken, chosen: readonly number[], sentences: readonly SourceSentence[]): Match[] {
  if (!token.isContent) return []
  return chosen.flatMap((sentence) =>
    (sentences[sentence]?.tokens ?? []).flatMap((other, place) =>
      other.isSpoken && mayMeanSame(token, other) ? [{ sentence, place, isExact: other.stem === token.stem }] : [],
    ),
  )
}
