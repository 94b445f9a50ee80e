import type {
  AnswerScores,
  Comparison,
  Evaluation,
  EvaluationResult,
  QuestionResult,
  RankingScores,
} from '../../contract/evaluation.ts'
import { formatTable } from '../format.ts'
import type { Terminal } from '../terminal.ts'

/** Measures under the names that retrieval papers use. */
const names = {
  ndcgAt10: 'ndcg@10',
  gradedNdcgAt10: 'ndcg@10 graded',
  recallAt10: 'recall@10',
  recallAt100: 'recall@100',
  reciprocalRankAt10: 'mrr@10',
  faithfulness: 'faithfulness',
  answerRelevance: 'answer relevance',
  contextRelevance: 'context relevance',
} as const satisfies Record<Comparison['measure'], string>

type Scores = Partial<RankingScores & AnswerScores>

/** What `--json` prints of an evaluation, beside the library: the first way's figures, the second's, and how they differ. */
export function toReport({ id, setId, results, comparison }: Evaluation) {
  const [first, second] = results
  return {
    ...(first && reportOf(first)),
    ...(second && {
      against: reportOf(second),
      comparison: comparison.map(nameComparison),
      differences: differ(results),
    }),
    ...(setId !== null && { setId, evaluationId: id }),
  }
}

function reportOf({
  retrieval,
  ranking,
  answers,
  latency,
  judged,
  asked,
  missingDocuments,
  questions,
}: EvaluationResult) {
  return {
    settings: retrieval,
    queries: judged,
    unjudged: asked - judged,
    missingDocuments,
    scores: { ...nameScores(ranking), ...(answers && nameScores(answers)) },
    milliseconds: latency,
    perQuery: questions.filter(({ scores, answer }) => scores !== null || answer !== null).map(reportOfQuestion),
  }
}

/** With the first ten documents, so that anybody can compute the scores again. */
function reportOfQuestion({ id, scores, answer, found, milliseconds }: QuestionResult) {
  return { id, ...nameScores({ ...scores, ...answer }), found, milliseconds }
}

function nameScores(scores: Scores): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([measure, name]) => {
      const score = scores[measure as keyof Scores]
      return score === undefined ? [] : [[name, score]]
    }),
  )
}

function nameComparison({ measure, ...rest }: Comparison) {
  return { measure: names[measure], ...rest }
}

/** For each question the second way's scores less the first's. */
function differ([first, second]: Evaluation['results']) {
  const before = new Map(first?.questions.map((question) => [question.id, { ...question.scores, ...question.answer }]))
  return second?.questions.map(({ id, scores, answer }) => {
    const from: Scores = before.get(id) ?? {}
    const to: Scores = { ...scores, ...answer }
    const differences = Object.entries(names).flatMap(([measure, name]) => {
      const [old, now] = [from[measure as keyof Scores] ?? null, to[measure as keyof Scores] ?? null]
      return old === null || now === null ? [] : [[name, now - old]]
    })
    return { id, ...(Object.fromEntries(differences) as Record<string, number>) }
  })
}

/** A table of measures; of two ways with the difference, its interval, and who won how often. */
export function showEvaluation(
  terminal: Terminal,
  { library, evaluation }: { library: string; evaluation: Evaluation },
): void {
  const [first, second] = evaluation.results
  if (first === undefined) return
  const compared = new Map(evaluation.comparison.map((each) => [each.measure, each]))
  const heads =
    second === undefined
      ? ['measure', library]
      : ['measure', 'first', 'second', 'difference', '95 %', 'p', 'won–lost–same']
  const rows = (Object.keys(names) as Comparison['measure'][]).flatMap((measure) => {
    const values = evaluation.results.map(({ ranking, answers }) => ({ ...ranking, ...answers })[measure])
    if (values.every((value) => value === undefined)) return []
    return [[names[measure], ...values.map((value) => value?.toFixed(4) ?? '–'), ...describe(compared.get(measure))]]
  })
  const counts = evaluation.results.map(({ judged }) => `${judged}`)
  const times = (part: 'p50' | 'p95') => evaluation.results.map(({ latency }) => `${latency[part].toFixed(1)} ms`)
  const table = formatTable(heads, [
    ...rows,
    ['questions', ...counts],
    ['time p50', ...times('p50')],
    ['time p95', ...times('p95')],
  ])
  for (const line of table) terminal.print(line)
  if (first.missingDocuments > 0) {
    terminal.say(`${first.missingDocuments} documents that were judged relevant are not in the library.`)
  }
}

function describe(comparison: Comparison | undefined): string[] {
  if (comparison === undefined) return []
  const { difference, interval, p, wins, losses, ties } = comparison
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
  return [
    signed(difference),
    `${signed(interval.from)} to ${signed(interval.to)}`,
    p < 0.001 ? '< 0.001' : p.toFixed(3),
    `${wins}–${losses}–${ties}`,
  ]
}
