import type { Comparison, EvaluationSummary } from '../../../contract/evaluation.ts'

export type Measure = Comparison['measure']

/** In the order in which they are shown. */
export const measures: readonly Measure[] = [
  'ndcgAt10',
  'gradedNdcgAt10',
  'recallAt10',
  'recallAt100',
  'reciprocalRankAt10',
  'faithfulness',
  'answerRelevance',
  'contextRelevance',
]

type Result = Pick<EvaluationSummary['results'][number], 'ranking' | 'answers'>

/** A result's score by a measure; undefined where it was not measured, null where nothing could be. */
export function scoreOf({ ranking, answers }: Result, measure: Measure): number | null | undefined {
  return { ...ranking, ...answers }[measure]
}

/** What a comparison says: surely better or worse, or nothing that chance could not have made. */
export function verdictOf({ interval }: Pick<Comparison, 'interval'>): 'better' | 'worse' | 'same' {
  if (interval.from > 0) return 'better'
  return interval.to < 0 ? 'worse' : 'same'
}

/** Three decimals say all that some hundred questions can tell. */
export function formatScore(language: string, score: number | null | undefined): string {
  if (score === null || score === undefined) return '–'
  return new Intl.NumberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(score)
}

export function formatDifference(language: string, difference: number): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
    signDisplay: 'exceptZero',
  }).format(difference)
}
