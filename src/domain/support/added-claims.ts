import type { Doubt } from '../../contract/answers.ts'
import type { Alignment } from './alignment.ts'
import type { ClaimToken, ClaimTokens } from './claim-tokens.ts'
import { isLightWord } from './light-words.ts'
import { findNegations } from './negations.ts'
import { sidesOf } from './opposites.ts'
import { isSameQuantity } from './same-quantity.ts'
import type { Sources } from './sources.ts'
import { isKnownWord, isVerb } from './synonyms.ts'

/** Words in a row of a claim that nothing in the sources is like. */
type Run = { places: number[]; weight: number; left: number | null; right: number | null }

/**
 * What a word says when nothing in the sources is like it. A word without a known synonym may be one that is not known here;
 * verbs are reworded the most.
 */
const weights = { light: 0.1, verb: 0.5, known: 0.9, unknown: 0.7, adverb: 0.5, number: 1 }
/** A run of this weight says something of its own, and one that fills a clause does at less. */
const heavyRun = 1.95
const heavyClause = 0.8
/** What a word of the source that the claim leaves out at the same place takes off a run: it may be said otherwise. */
const reworded = { between: 0.4, beside: 0.2 }
const rewordedClause = 0.5
/** Above this share of a claim nothing supports, it is another claim. */
const mostUnsupported = 0.62
/** Weight and share of a clause that nothing supports. */
const strange = { weight: 1.5, share: 0.7 }
const aroundAnchor = 4

/** The parts of a claim that say more than its sources do. */
export function doubtAdditions(claim: ClaimTokens, at: { alignment: Alignment; sources: Sources }): Doubt[] {
  const { tokens } = claim
  const content = tokens.flatMap((token, place) => (token.isContent && !token.isName ? [place] : []))
  const findings = withDeniedOpposites(claim, at)
  const missing = content.filter((place) => findings[place] === 'missing')
  const isFound = (place: number) => findings[place] === 'found'
  const weigh = (places: readonly number[]) => places.reduce((sum, place) => sum + weightOf(tokens[place]), 0)
  const all = weigh(content) + weights.number * countNumbers(claim, at)
  if (missing.length >= 2 && all > 0 && weigh(missing) / all > mostUnsupported) {
    return [{ kind: 'claim', text: textOf(tokens, missing) }]
  }
  const clauses = Map.groupBy(content, (place) => tokens[place]?.clause ?? 0)
  const strangers = [...clauses.values()].flatMap((own): Doubt[] => {
    const unsaid = own.filter((place) => findings[place] === 'missing')
    const isStrange = weigh(unsaid) >= strange.weight && weigh(unsaid) >= weigh(own) * strange.share
    return isStrange && unsaid.length >= 2 && clauses.size > 1 ? [{ kind: 'claim', text: textOf(tokens, unsaid) }] : []
  })
  if (strangers.length > 0) return strangers
  return runsOf(content, findings, weigh).flatMap((run): Doubt[] => {
    const isClause = fillsClause(run, tokens, isFound)
    const weight = run.weight - leftOut(run, at) * (isClause ? rewordedClause : 1)
    return weight >= (isClause ? heavyClause : heavyRun) ? [{ kind: 'claim', text: textOf(tokens, run.places) }] : []
  })
}

/** Numbers of a claim that its evidence has too. */
function countNumbers(
  { quantities }: ClaimTokens,
  { alignment, sources }: { alignment: Alignment; sources: Sources },
): number {
  const theirs = alignment.chosen.flatMap((place) => sources.sentences[place]?.quantities ?? [])
  return quantities.filter((mine) => !mine.isWeak && theirs.some((other) => isSameQuantity(mine, other))).length
}

/** `do not have to pay` of what is free: a word is found whose opposite the source has, and that is denied. */
function withDeniedOpposites(
  { tokens }: ClaimTokens,
  { alignment, sources }: { alignment: Alignment; sources: Sources },
): Alignment['findings'] {
  const denied = new Set(findNegations(tokens).flatMap(({ isPlain, scope }) => (isPlain ? scope : [])))
  const theirs = alignment.chosen.flatMap((place) => sources.sentences[place]?.tokens ?? [])
  const hasOpposite = ({ stem }: ClaimToken) =>
    sidesOf(stem).some(({ pair, side }) =>
      theirs.some((other) => sidesOf(other.stem).some((each) => each.pair === pair && each.side !== side)),
    )
  return alignment.findings.map((finding, place) => {
    const token = tokens[place]
    return finding === 'missing' && token !== undefined && denied.has(place) && hasOpposite(token) ? 'found' : finding
  })
}

function weightOf(token: ClaimToken | undefined): number {
  if (token === undefined) return 0
  if (isLightWord(token.stem)) return weights.light
  if (/ly$/u.test(token.text)) return weights.adverb
  if (isVerb(token.stem, token.text)) return weights.verb
  return isKnownWord(token.stem) ? weights.known : weights.unknown
}

function runsOf(
  content: readonly number[],
  findings: Alignment['findings'],
  weigh: (places: readonly number[]) => number,
): Run[] {
  const runs: Run[] = []
  let places: number[] = []
  let left: number | null = null
  const close = (right: number | null) => {
    if (places.length > 0) runs.push({ places, weight: weigh(places), left, right })
    places = []
    left = right
  }
  for (const place of content) {
    if (findings[place] === 'found') close(place)
    else if (findings[place] === 'missing') places.push(place)
  }
  close(null)
  return runs
}

/**
 * How much of a run may be another wording of what the claim leaves out: words of the source between the words that stand
 * on both sides of the run, or beside the one where it begins or ends.
 */
function leftOut(
  { places, left, right }: Run,
  { alignment, sources }: { alignment: Alignment; sources: Sources },
): number {
  let most = 0
  for (const sentence of alignment.chosen) {
    const content = (sources.sentences[sentence]?.tokens ?? []).flatMap((token, place) =>
      token.isContent ? [place] : [],
    )
    const taken = new Set(
      alignment.matches.flatMap((matches) =>
        matches.flatMap((match) => (match.sentence === sentence ? [match.place] : [])),
      ),
    )
    const placesOf = (anchor: number | null) =>
      anchor === null
        ? []
        : (alignment.matches[anchor] ?? []).flatMap((match) =>
            match.sentence === sentence ? [content.indexOf(match.place)] : [],
          )
    const free = (from: number, to: number) =>
      Math.min(content.slice(Math.max(0, from), to).filter((place) => !taken.has(place)).length, places.length)
    const [before, after] = [placesOf(left), placesOf(right)]
    for (const one of before) {
      for (const other of after) {
        most = Math.max(most, reworded.between * free(Math.min(one, other) + 1, Math.max(one, other)))
      }
    }
    for (const anchor of [...before, ...after]) {
      most = Math.max(most, reworded.beside * free(anchor - aroundAnchor, anchor + aroundAnchor + 1))
    }
  }
  return most
}

/** Whether a run is all that a clause of two words or more says. */
function fillsClause({ places }: Run, tokens: readonly ClaimToken[], isFound: (place: number) => boolean): boolean {
  const clauses = new Set(places.map((place) => tokens[place]?.clause))
  return [...clauses].some((clause) => {
    const own = tokens.flatMap((token, place) => (token.isContent && token.clause === clause ? [place] : []))
    const heavy = own.filter((place) => !isLightWord(tokens[place]?.stem ?? ''))
    return own.length >= 2 && heavy.length > 0 && heavy.every((place) => !isFound(place))
  })
}

function textOf(tokens: readonly ClaimToken[], places: readonly number[]): string {
  return places.flatMap((place) => tokens[place]?.text ?? []).join(' ')
}
