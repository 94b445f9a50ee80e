import { basename } from 'node:path'
import type { Command } from 'commander'
import type { Answer, Citation } from '../../contract/answers.ts'
import type { AnswerEvent, AnswerPlan } from '../../contract/chat.ts'
import type { Job } from '../../contract/jobs.ts'
import type { GenerationOptions } from '../../contract/language-models.ts'
import { Question } from '../../contract/search.ts'
import type { MayWait } from '../../contract/waiting.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  usageError,
} from '../command.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, type Failure, followJob, listFailures, sayFailures } from '../follow-job.ts'
import { count, describePlace, describeSection, indent, linkTo } from '../format.ts'
import { formatDollars } from '../format-dollars.ts'
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'
import { ensureLibrary } from '../library.ts'
import { addModelOptions, attachFiles, type ModelOptions, readGenerationOptions } from '../model-options.ts'
import { describeTried, followWriting, showBelow } from '../show-generated.ts'
import { type Terminal, toPlainText } from '../terminal.ts'
import { requirePath } from '../typed-path.ts'

type AskOptions = CommonOptions &
  ModelOptions & {
    library?: string[]
    collection?: boolean
    passages?: boolean
    plan?: boolean
    reuse: boolean
    mayWait?: boolean
    later?: boolean
  }

export function registerAsk(program: Command, run: CommandRunner): void {
  const command = program
    .command('ask')
    .description('Answer a question from your documents, with where each sentence comes from')
    .argument('<words...>', '[folder] question; with a folder, what is new in it is read first')
    .option('-l, --library <name>', 'library to ask, or to read the folder into; may be repeated', collect)
    .option('--collection', 'read every document for the question, whatever its words')
    .option('--passages', 'answer from the best passages, even where it sounds like a question about all documents')
    .option('--plan', 'say what answering would take, and do nothing')
    .option('--no-reuse', 'do not give a kept answer again')
    .option('--may-wait', 'when no model can answer now, keep the question and ask again by itself')
    .option('--later', 'keep the question for its turn behind others that wait, and return at once')
    .addHelpText(
      'after',
      '\nA library that is named with a folder is made when there is none; without a name, the folder’s own is taken.' +
        '\nWithout a folder and a library, all libraries are asked. A question that finds nothing exits with 0.',
    )
  addCommonOptions(addModelOptions(command)).action((words: string[], options: AskOptions) =>
    run(options, (context) => ask(context, words, options)),
  )
}

export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
}

async function ask(context: CommandContext, words: readonly string[], options: AskOptions): Promise<Outcome> {
  const libraries = options.library ?? []
  if (options.collection && options.passages) throw usageError('Give --collection or --passages, not both.')
  const { folder, question } = await readWords(context, words, libraries)
  const generation = readGenerationOptions(options)
  const mayWait = options.later ? 'later' : options.mayWait ? 'if-needed' : 'never'
  if (mayWait !== 'never' && (options.model ?? []).length > 1)
    throw usageError('One model can be waited for, not several.')
  for (const file of options.attach ?? []) await requirePath(context.path(file))
  return context.withEngine(async (client) => {
    const started = performance.now()
    const reading = folder === null ? null : await readFolder({ client, context }, { folder, library: libraries[0] })
    const ingest = performance.now() - started
    const asked = {
      ...{ question, libraries: reading ? [reading.libraryId] : [...libraries] },
      options: generation,
      attachments: await attachFiles(client, context, options.attach ?? []),
    }
    const models = options.model ?? []
    if (options.plan) {
      const [model] = models
      const plan = await client.chat.plan(
        { ...named(asked), ...(model === undefined ? {} : { model }) },
        { signal: context.terminal.signal },
      )
      context.result(plan, () => context.terminal.print(describePlan(plan)))
      return 'ok'
    }
    const scope = options.collection ? 'collection' : options.passages ? 'passages' : 'auto'
    const answers = await askModels({ client, context }, { ...asked, models, scope, reuse: options.reuse, mayWait })
    if ('waiting' in answers) {
      context.result({ waiting: answers.waiting }, () => sayWaiting(answers.waiting, context.terminal))
      return 'ok'
    }
    const shown = answers.map((answer) => ({
      ...answer,
      citations: answer.citations.map((citation) => ({ ...citation, link: linkTo(citation) })),
      timings: reading ? { ...answer.timings, ingest } : answer.timings,
    }))
    const [only] = shown
    const result = models.length <= 1 && only !== undefined ? only : { answers: shown }
    // What people read was shown as it came.
    context.result({ ...result, ...(reading ? { ingest: reading.report } : {}) }, () => undefined)
    // What had come was shown and is kept; a script is told that it is not all.
    return context.terminal.signal.aborted ? 'interrupted' : 'ok'
  })
}

async function readWords(context: CommandContext, words: readonly string[], libraries: readonly string[]) {
  const [first = '', second, ...rest] = words
  if (rest.length > 0) throw usageError(`Put the question in quotation marks: ${howToRun('ask [folder] "question"')}.`)
  const folder = second === undefined ? null : context.path(first)
  const checked = Question.safeParse(second ?? first)
  if (!checked.success) throw usageError(checked.error.issues.map(({ message }) => message).join(' '))
  if (folder !== null) {
    if (libraries.length > 1) throw usageError('A folder is read into one library: name only one.')
    await requirePath(folder)
  }
  return { folder, question: checked.data }
}

type Place = { client: EngineClient; context: CommandContext }
type Reading = { libraryId: string; report: { job: Job; failures: Failure[] } }

async function readFolder(
  { client, context }: Place,
  from: { folder: string; library: string | undefined },
): Promise<Reading> {
  const { terminal } = context
  const { library, made } = await ensureLibrary(client, from.library ?? basename(from.folder))
  if (made) terminal.say(`Made the library “${toPlainText(library.name)}”.`)
  const started = await client.documents.import({ library: library.id, paths: [from.folder] })
  const job = await followJob(client, started, terminal)
  assertJobDone(job)
  const { ready, unchanged } = job.progress
  if (ready > 0) terminal.say(`Read ${count(ready, 'file')}${unchanged ? `; ${unchanged} had been read before` : ''}.`)
  const failures = await listFailures(client, job)
  sayFailures(failures, { terminal, jobId: job.id })
  return { libraryId: library.id, report: { job, failures } }
}

type Asked = {
  question: string
  libraries: string[]
  attachments: string[]
  options: GenerationOptions
  models: readonly string[]
  scope: 'auto' | 'passages' | 'collection'
  reuse: boolean
  mayWait: MayWait
}

type Waiting = Extract<AnswerEvent, { type: 'answer-waiting' }>

/** No library named leaves them out: all are asked. */
function named({ question, libraries, attachments, options }: Omit<Asked, 'models' | 'scope' | 'reuse' | 'mayWait'>) {
  return { question, attachments, options, ...(libraries.length > 0 ? { libraries } : {}) }
}

function describePlan(plan: AnswerPlan): string {
  const { kind, documents, tokens, seconds, cost, model, worstCaseNanoDollars } = plan
  const what = kind === 'collection' ? `Reads all of ${count(documents, 'document')}` : 'Answers from the best passages'
  const time = seconds === null ? '' : `, about ${count(Math.max(1, Math.round(seconds)), 'second')}`
  const price = cost.nanoDollars === 0 ? 'no cost' : `about ${formatDollars(cost.nanoDollars)}`
  if (model === null) return `${what}: ${count(tokens, 'token')}${time}, ${price}.`
  const worst =
    worstCaseNanoDollars === null ? 'at a price that nobody has said' : `at most ${formatDollars(worstCaseNanoDollars)}`
  const written = `about ${count(cost.outputTokens, 'token')} out`
  const likely = worstCaseNanoDollars === null ? '' : `, ${price}`
  return `${what} with ${model}: ${count(tokens, 'token')} in, ${written}${likely}, ${worst}.`
}

/** Asks each model in turn, the second and those after it for another answer to the same question; shows what comes. */
async function askModels({ client, context }: Place, asked: Asked): Promise<Answer[] | { waiting: Waiting }> {
  const { terminal } = context
  const { signal } = terminal
  const { options, scope, reuse, models, mayWait } = asked
  const answers: Answer[] = []
  let place: { conversationId: string; questionId: string } | null = null
  for (const model of models.length > 0 ? models : [undefined]) {
    const chosen = { options, scope, reuse, ...(model === undefined ? {} : { model }) }
    const events: AsyncIterable<AnswerEvent> =
      place === null
        ? await client.chat.ask({ ...named(asked), ...chosen, mayWait }, { signal })
        : await client.chat.answerAgain({ ...place, ...chosen }, { signal })
    if (answers.length > 0 && !context.json) terminal.print('')
    if (models.length > 1 && !context.json) terminal.print(`${model}:\n`)
    const writing = followWriting(terminal)
    let answer: Answer | null = null
    try {
      for await (const event of events) {
        if (event.type === 'answer-start') {
          place = { conversationId: event.conversationId, questionId: event.questionId }
        }
        if (event.type === 'answer-waiting') return { waiting: event }
        if (event.type === 'answer-end') answer = event.answer
        else if (!context.json) writing.show(event)
      }
    } finally {
      writing.end()
    }
    if (answer === null) throw new Error('The answer ended before it was whole.')
    answers.push(answer)
    if (!context.json) showAnswer(answer, { terminal, isModelNamed: model !== undefined })
    if (signal.aborted) break
  }
  return answers
}

function sayWaiting({ retryAt, reason }: Waiting, terminal: Terminal): void {
  const why = reason === null ? 'It takes its turn' : `No model can answer now (${toPlainText(reason)})`
  terminal.print(`${why}. Models are asked at ${new Date(retryAt).toISOString()}, while Diwan runs.`)
  terminal.print(`See "${howToRun('waiting')}".`)
}

/**
 * Below what a model has written, its sources. Otherwise quotes in the order of the answer, and below each run of them from
 * one section where the run begins.
 */
function showAnswer(answer: Answer, { terminal, isModelNamed }: { terminal: Terminal; isModelNamed: boolean }): void {
  if (answer.mode === 'generated' && answer.generation !== null) {
    showBelow(answer, answer.generation, terminal)
    sayReused(answer, terminal)
    return
  }
  if (answer.mode === 'nothing-found') {
    terminal.print(toPlainText(answer.answer))
    return
  }
  if (answer.mode === 'collection') {
    terminal.print(toPlainText(answer.answer))
    sayReused(answer, terminal)
    return
  }
  const places = answer.sentences.map(({ citations }) => answer.citations[citations[0] ?? -1])
  let first: Citation | undefined
  for (const [index, { text }] of answer.sentences.entries()) {
    const mark = answer.sentences[index]?.support === 'unsupported' ? '? ' : '  '
    terminal.print(`${mark}${indent(text, 2)}\n`)
    first ??= places[index]
    const next = places[index + 1]
    if (first === undefined || (next !== undefined && describeSection(next) === describeSection(first))) continue
    terminal.print(`    ${describePlace(first)}`)
    terminal.print(`    ${toPlainText(linkTo(first))}\n`)
    first = undefined
  }
  terminal.print(
    answer.generation === null
      ? `Quoted from your documents${isModelNamed ? '' : '; no language model was asked'}.`
      : `Quoted from your documents, because no model could answer: ${describeTried(answer.generation)}`,
  )
  sayReused(answer, terminal)
}

function sayReused({ reused }: Answer, terminal: Terminal): void {
  if (reused === null) return
  const saved = reused.savedTokens > 0 ? ` It saved ${count(reused.savedTokens, 'token')}.` : ''
  const how = reused.ahead ? 'made before you asked' : 'given before'
  terminal.print(`This answer was ${how}, at ${new Date(reused.answeredAt).toISOString()}.${saved}`)
}
