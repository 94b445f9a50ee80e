import type { Command } from 'commander'
import { addCommonOptions, type CommandContext, type CommandRunner, readCount } from '../command.ts'
import { type EvalOptions, findQuestions } from '../evaluation/eval-questions.ts'
import { showEvaluation, toReport } from '../evaluation/eval-report.ts'
import { followEvaluation } from '../evaluation/follow-evaluation.ts'
import { readRetrievalFile } from '../evaluation/retrieval-file.ts'
import type { Outcome } from '../exit-codes.ts'

export function registerEval(program: Command, run: CommandRunner): void {
  const command = program
    .command('eval')
    .description('Measure how well a library’s search finds what people judged relevant')
    .option('-l, --library <name>', 'library to search (with --beir: the set’s own name)')
    .option('--queries <file>', 'questions, one JSON object a line with _id and text')
    .option('--qrels <file>', 'judgements: query, document, grade; or TREC’s four columns')
    .option('--beir <dir>', 'folder of a public test set: reads its corpus into the library first')
    .option(
      '--name <set>',
      'keeps the questions and the run under this name; alone, runs the set that is kept under it',
    )
    .option('--draft <count>', 'makes so many questions from the library’s own documents, keeps them under --name')
    .option('--settings <file>', 'JSON file of retrieval settings, in the place of the installed ones')
    .option('--against <file>', 'a second file of settings, which is compared with the first')
    .option('--answers', 'answers the questions too: faithfulness, answer and context relevance')
    .option('--limit <count>', 'documents that are looked at for each question', '100')
    .addHelpText(
      'after',
      '\nndcg@10 counts every document with a grade above zero the same, whatever the scale of the set;' +
        '\n“ndcg@10 graded” takes the grades as gains.',
    )
  addCommonOptions(command).action((options: EvalOptions) => run(options, (context) => evaluate(context, options)))
}

async function evaluate(context: CommandContext, options: EvalOptions): Promise<Outcome> {
  const depth = readCount('--limit', options.limit, { minimum: 10, maximum: 1_000 })
  const questions = await findQuestions(context, options)
  const retrieval =
    options.settings === undefined ? {} : await readRetrievalFile(context, '--settings', options.settings)
  const against =
    options.against === undefined ? undefined : await readRetrievalFile(context, '--against', options.against)
  const how = { retrieval, ...(against && { against }), answers: options.answers ?? false, depth }

  return context.withEngine(async (client) => {
    const { library } = questions
    const evaluation = await followEvaluation(client, context, { ...how, ...(await questions.prepare(client)) })
    const report = { library, ...toReport(evaluation) }
    context.result(report, () => showEvaluation(context.terminal, { library, evaluation }))
    return 'ok'
  })
}
