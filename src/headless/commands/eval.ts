import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readCount,
  usageError,
} from '../command.ts'
import { countRelevant, meanScores, type RankingScores, scoreRanking } from '../evaluation.ts'
import { parseJudgements, parseQueries } from '../evaluation-files.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, followJob } from '../follow-job.ts'
import { formatTable } from '../format.ts'
import type { EngineClient } from '../join.ts'
import { ensureLibrary } from '../library.ts'
import { readTypedFile } from '../typed-path.ts'

type EvalOptions = CommonOptions & { library?: string; queries?: string; qrels?: string; beir?: string; limit: string }

export function registerEval(program: Command, run: CommandRunner): void {
  const command = program
    .command('eval')
    .description('Measure how well a library’s search finds what people judged relevant')
    .option('-l, --library <name>', 'library to search (with --beir: the set’s own name)')
    .option('--queries <file>', 'questions, one JSON object a line with _id and text')
    .option('--qrels <file>', 'judgements: query, document, grade; or TREC’s four columns')
    .option('--beir <dir>', 'folder of a public test set: reads its corpus into the library first')
    .option('--limit <count>', 'documents that are looked at for each question', '100')
    .addHelpText(
      'after',
      '\nndcg@10 counts every document with a grade above zero the same, whatever the scale of the set;' +
        '\n“ndcg@10 graded” takes the grades as gains.',
    )
  addCommonOptions(command).action((options: EvalOptions) => run(options, (context) => evaluate(context, options)))
}

async function evaluate(context: CommandContext, options: EvalOptions): Promise<Outcome> {
  const set = findSet(context, options)
  const limit = readCount('--limit', options.limit, { minimum: 10, maximum: 1_000 })
  const judgements = parseJudgements(await readTypedFile(set.qrels))
  const queries = parseQueries(await readTypedFile(set.queries))
  const judged = queries.filter(({ id }) => countRelevant(judgements.get(id) ?? new Map()) > 0)
  if (judged.length === 0) throw usageError('No question of the set has a relevant document.')

  return context.withEngine(async (client) => {
    const { terminal } = context
    if (set.corpus !== null) await readCorpus(client, context, { library: set.library, corpus: set.corpus })
    const measured: ({ id: string; milliseconds: number } & RankingScores)[] = []
    for (const { id, text } of judged) {
      terminal.progress(`Asking ${measured.length + 1} of ${judged.length}`)
      const started = performance.now()
      const { passages } = await client.search.query(
        { query: text, libraries: [set.library], limit, group: 'document' },
        { signal: terminal.signal },
      )
      const milliseconds = performance.now() - started
      const ranking = passages.map(({ document }) => document)
      measured.push({ id, milliseconds, ...scoreRanking(ranking, judgements.get(id) ?? new Map()) })
    }
    terminal.endProgress()
    const scores = nameScores(meanScores(measured))
    const milliseconds = { p50: percentile(measured, 0.5), p95: percentile(measured, 0.95) }
    const unjudged = queries.length - judged.length
    const perQuery = measured.map((each) => ({
      id: each.id,
      ...nameScores(each),
      milliseconds: each.milliseconds,
    }))
    context.result({ library: set.library, queries: judged.length, unjudged, scores, milliseconds, perQuery }, () => {
      const rows = Object.entries(scores).map(([name, value]) => [name, value.toFixed(4)])
      const times = [`${milliseconds.p50.toFixed(1)} ms`, `${milliseconds.p95.toFixed(1)} ms`]
      for (const line of formatTable(
        ['measure', set.library],
        [...rows, ['questions', `${judged.length}`], ['time p50', times[0] ?? ''], ['time p95', times[1] ?? '']],
      )) {
        terminal.print(line)
      }
    })
    return 'ok'
  })
}

/** Scores under the names that retrieval papers use. */
function nameScores(scores: RankingScores) {
  return {
    'ndcg@10': scores.ndcgAt10,
    'ndcg@10 graded': scores.gradedNdcgAt10,
    'recall@10': scores.recallAt10,
    'recall@100': scores.recallAt100,
    'mrr@10': scores.reciprocalRankAt10,
  }
}

function findSet(context: CommandContext, options: EvalOptions) {
  const folder = options.beir === undefined ? null : context.path(options.beir)
  const queries = options.queries ? context.path(options.queries) : folder && join(folder, 'queries.jsonl')
  const qrels = options.qrels ? context.path(options.qrels) : folder && findJudgements(folder)
  const library = options.library ?? (folder && basename(folder))
  if (!queries || !qrels || !library) throw usageError('Name --library, --queries and --qrels, or --beir DIR.')
  return { library, queries, qrels, corpus: folder }
}

/** BEIR's sets keep their judgements in `qrels/test.tsv`; smaller ones in `qrels.tsv`. */
function findJudgements(folder: string): string {
  const nested = join(folder, 'qrels', 'test.tsv')
  return existsSync(nested) ? nested : join(folder, 'qrels.tsv')
}

async function readCorpus(
  client: EngineClient,
  { terminal }: CommandContext,
  from: { library: string; corpus: string },
): Promise<void> {
  const { library } = await ensureLibrary(client, from.library)
  const job = await client.documents.import({ library: library.id, paths: [from.corpus], format: 'beir' })
  assertJobDone(await followJob(client, job, terminal))
}

function percentile(measured: readonly { milliseconds: number }[], part: number): number {
  const sorted = measured.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}
