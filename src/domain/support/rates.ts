import type { Doubt } from '../../contract/answers.ts'
import type { ClaimTokens } from './claim-tokens.ts'
import type { Quantity } from './quantities.ts'
import { isSameQuantity } from './same-quantity.ts'
import type { SourceSentence } from './sources.ts'

/** How often something comes, or for how long a price is: `a month`, `per month`, `monthly`. */
type Period = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year' | 'night' | 'decade'

const spelled =
  /\b(?:per|each|every|\/)\s*(hour|day|week|month|quarter|year|night|decade)\b|(?<=[\p{L}\p{N}€$£%]\s)an?\s+(hour|day|week|month|quarter|year|night|decade)\b|\b(hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual(?:ly)?)\b/giu

/** What stands before `a month` and makes a time of it. */
const duration =
  /\b(?:in|within|for|after|about|around|roughly|nearly|almost|of|over|under|than|lasts?|lasted|takes?|took|least|most|half|is|was|be|such|not|only|just|until|during|and|or|to|with|on|as|has|have|had|the)\s*$/iu

const adverbs: Readonly<Record<string, Period>> = {
  hourly: 'hour',
  daily: 'day',
  nightly: 'night',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
  annual: 'year',
  annually: 'year',
}

/** The periods of a text, each with where it stands, in order. */
export function findRates(text: string): { period: Period; start: number; end: number }[] {
  return [...text.matchAll(spelled)].flatMap((match) => {
    const [whole, spelledOut, counted, adverb] = match
    const [start, end] = [match.index, match.index + whole.length]
    // `twice a month` tells how often, `for a month` how long.
    if (counted !== undefined && duration.test(text.slice(Math.max(0, start - 12), start))) return []
    const period = adverbs[adverb?.toLowerCase() ?? ''] ?? ((spelledOut ?? counted ?? '').toLowerCase() as Period)
    return [{ period, start, end }]
  })
}

/** A period of a claim where its evidence has only other ones: a price by the year of one by the month. */
export function doubtRates(
  sentence: string,
  { quantities }: ClaimTokens,
  evidence: readonly SourceSentence[],
): Doubt[] {
  const mine = findRates(sentence)
  if (mine.length === 0) return []
  const theirs = evidence.flatMap(({ text, quantities }) =>
    findRates(text).map((rate) => ({ ...rate, of: quantityBefore(rate, { text, quantities }) })),
  )
  if (theirs.length === 0) return []
  return mine.flatMap((rate): Doubt[] => {
    const of = quantityBefore(rate, { text: sentence, quantities })
    const bound = theirs.filter((other) => of !== null && other.of !== null && isSameQuantity(of, other.of))
    const isSame = ({ period }: { period: Period }) =>
      period === rate.period || (period === 'day' && rate.period === 'night')
    const isKnown = (bound.length > 0 ? bound : theirs).some(isSame)
    return isKnown ? [] : [{ kind: 'contradiction', text: sentence.slice(rate.start, rate.end) }]
  })
}

/** The number that comes so often: `11 euros` of `11 euros a month`. */
function quantityBefore(
  { start }: { start: number },
  { text, quantities }: { text: string; quantities: readonly Quantity[] },
): Quantity | null {
  return quantities.find(({ end }) => end <= start && text.slice(end, start).trim() === '') ?? null
}
