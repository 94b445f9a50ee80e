import { Comparison, type QuestionResult } from '../../contract/evaluation.ts'
import { bootstrapPairs } from './paired-bootstrap.ts'
import { measuresOf } from './summarise-results.ts'

/** Scores that differ less are the same: sums of fractions end in different bits. */
const sameWithin = 1e-9

const draws = 10_000

/** Any number would do; a fixed one gives the same figures for the same run. */
const seed = 20_261_121

/**
 * The second results less the first, measure by measure, over the questions that have the measure in both. Measures that
 * nothing has are left out.
 */
export async function compareResults(
  [first, second]: readonly [readonly QuestionResult[], readonly QuestionResult[]],
  pause: () => Promise<void>,
): Promise<Comparison[]> {
  const before = new Map(first.map((question) => [question.id, measuresOf(question)]))
  const comparisons: Comparison[] = []
  for (const measure of Comparison.shape.measure.options) {
    const differences = second.flatMap((question) => {
      const [from, to] = [before.get(question.id)?.[measure] ?? null, measuresOf(question)[measure] ?? null]
      if (from === null || to === null) return []
      return [Math.abs(to - from) < sameWithin ? 0 : to - from]
    })
    if (differences.length === 0) continue
    comparisons.push({
      measure,
      questions: differences.length,
      ...(await bootstrapPairs(differences, { draws, seed, pause })),
      wins: differences.filter((difference) => difference > 0).length,
      losses: differences.filter((difference) => difference < 0).length,
      ties: differences.filter((difference) => difference === 0).length,
    })
  }
  return comparisons
}
