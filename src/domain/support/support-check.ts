import type { Doubt, Support } from '../../contract/answers.ts'
import { doubtAdditions } from './added-claims.ts'
import { align } from './alignment.ts'
import { type ClaimTokens, readClaim } from './claim-tokens.ts'
import { doubtNames } from './name-doubts.ts'
import { doubtNegations } from './negation-doubts.ts'
import { doubtNumbers } from './number-doubts.ts'
import { doubtOpposites } from './opposite-doubts.ts'
import { doubtRates } from './rates.ts'
import { doubtRoles } from './roles.ts'
import { doubtComparisons, doubtSmallWords } from './small-words.ts'
import { plainWords, type SourceSentence, type Sources } from './sources.ts'
import { doubtSubstitutions } from './substitutions.ts'

export { joinSources, readSources, type SourceSentence, type Sources } from './sources.ts'

export type SupportVerdict = {
  support: Support
  /** What the sentence says that its sources do not; only of one that is `unsupported`. */
  doubts: Doubt[]
  /** The sentences of the sources that say the most of it, the best first. */
  evidence: SourceSentence[]
}

/**
 * Holds a sentence against sources by rules: its words and their synonyms, numbers in any notation, names, negations and
 * directions, and parts that nothing supports. The rules are of English; of another language only numbers, names and
 * words count.
 */
export function checkSupport(sentence: string, sources: Sources): SupportVerdict {
  const claim = readClaim(sentence)
  if (saysNothing(sentence, claim)) return { support: 'none', doubts: [], evidence: [] }
  const quoted = findQuoted(sentence, sources)
  if (quoted !== null) return { support: 'quoted', doubts: [], evidence: quoted }
  const alignment = align(claim, sources)
  const at = { alignment, sources }
  const evidence = alignment.chosen.flatMap((place) => sources.sentences[place] ?? [])
  const doubts =
    evidence.length === 0
      ? [{ kind: 'claim' as const, text: sentence }]
      : [
          ...doubtNumbers(sentence, claim, at),
          ...doubtNames(claim, at),
          ...doubtNegations(claim, evidence),
          ...doubtOpposites(claim, evidence),
          ...doubtSmallWords(claim, evidence),
          ...doubtComparisons(sentence, evidence),
          ...doubtRoles(claim, evidence),
          ...doubtRates(sentence, claim, evidence),
          ...doubtSubstitutions(claim, at),
          ...doubtAdditions(claim, at),
        ]
  return { support: doubts.length > 0 ? 'unsupported' : 'supported', doubts, evidence }
}

/** A question, or words that claim nothing. */
function saysNothing(sentence: string, { tokens, quantities }: ClaimTokens): boolean {
  return /[?？؟]\s*$/u.test(sentence) || (quantities.length === 0 && !tokens.some(({ isContent }) => isContent))
}

/** The sentences of a source in which a sentence stands word for word, whatever the case and the signs around words. */
function findQuoted(sentence: string, { plain, sentences }: Sources): SourceSentence[] | null {
  const wanted = plainWords(sentence)
  if (wanted === '') return null
  const source = plain.findIndex((text) => text.includes(wanted))
  if (source < 0) return null
  const own = sentences.filter((each) => each.source === source)
  const whole = own.filter(({ text }) => plainWords(text).includes(wanted))
  if (whole.some(({ text }) => isTurned(plainWords(text), wanted))) return null
  if (whole.length > 0) return whole.slice(0, 1)
  const parts = own.filter(({ text }) => wanted.includes(plainWords(text)) && plainWords(text) !== '')
  return parts.length > 0 ? parts : own.slice(0, 1)
}

/** `Smoke here` of `do not smoke here`: a part of a sentence may say the opposite of it. */
function isTurned(sentence: string, part: string): boolean {
  const before = sentence.slice(0, sentence.indexOf(part)).trim().split(' ').slice(-4)
  return before.some((word) =>
    /^(?:not|no|never|cannot|without|nor|neither|hardly|unless|if|whether|deny|denies|denied|false|t)$/u.test(word),
  )
}
