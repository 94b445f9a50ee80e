import type { Doubt, Support } from '../../contract/chat.ts'
import { doubtAdditions } from './added-claims.ts'
import { align } from './alignment.ts'
import { type ClaimTokens, readClaim } from './claim-tokens.ts'
import { doubtNames } from './name-doubts.ts'
import { doubtNumbers } from './number-doubts.ts'
import { doubtPolarity } from './polarity-doubts.ts'
import type { SourceSentence, Sources } from './sources.ts'

export { readSources, type SourceSentence, type Sources } from './sources.ts'

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
          ...doubtPolarity(claim, at),
          ...doubtAdditions(claim, at),
        ]
  return { support: doubts.length > 0 ? 'unsupported' : 'supported', doubts, evidence }
}

/** A question, or words that claim nothing. */
function saysNothing(sentence: string, { tokens, quantities }: ClaimTokens): boolean {
  return /[?？؟]\s*$/u.test(sentence) || (quantities.length === 0 && !tokens.some(({ isContent }) => isContent))
}

/** The sentences of a source in which a sentence stands word for word, whatever the case and the signs around words. */
function findQuoted(sentence: string, { texts, sentences }: Sources): SourceSentence[] | null {
  const wanted = plain(sentence)
  if (wanted === '') return null
  const source = texts.findIndex((text) => plain(text).includes(wanted))
  if (source < 0) return null
  const own = sentences.filter((each) => each.source === source)
  const whole = own.filter(({ text }) => plain(text).includes(wanted))
  if (whole.length > 0) return whole.slice(0, 1)
  const parts = own.filter(({ text }) => wanted.includes(plain(text)) && plain(text) !== '')
  return parts.length > 0 ? parts : own.slice(0, 1)
}

/** Padded, so that it is never found within a word. */
function plain(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+(?:[.,]\p{N}+)*/gu) ?? []
  return words.length === 0 ? '' : ` ${words.join(' ')} `
}
