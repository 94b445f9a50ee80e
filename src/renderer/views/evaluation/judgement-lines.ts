import type { EvaluationQuestion } from '../../../contract/evaluation.ts'

/** A question under an id that none of the others has. */
export function withNewId(
  question: Omit<EvaluationQuestion, 'id'>,
  others: readonly EvaluationQuestion[],
): EvaluationQuestion {
  const taken = new Set(others.map(({ id }) => id))
  let number = others.length + 1
  while (taken.has(`q${number}`)) number += 1
  return { id: `q${number}`, ...question }
}

/** Names of documents, one a line, as judgements. Grades that were given before stay. */
export function toJudgements(
  lines: string,
  before: EvaluationQuestion['judgements'] = {},
): EvaluationQuestion['judgements'] {
  const names = lines.split('\n').flatMap((line) => line.trim() || [])
  const refused = Object.entries(before).filter(([, grade]) => grade <= 0)
  const relevant = names.map((name) => [name, (before[name] ?? 0) > 0 ? (before[name] ?? 1) : 1] as const)
  return Object.fromEntries([...refused, ...relevant])
}

/** Documents that are judged relevant, one a line. */
export function toLines(judgements: EvaluationQuestion['judgements']): string {
  return Object.entries(judgements)
    .filter(([, grade]) => grade > 0)
    .map(([name]) => name)
    .join('\n')
}
