import { basename } from 'node:path'
import type { Command } from 'commander'
import type { Answer, Citation } from '../../contract/chat.ts'
import type { Job } from '../../contract/jobs.ts'
import { Question } from '../../contract/search.ts'
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
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'
import { ensureLibrary } from '../library.ts'
import { type Terminal, toPlainText } from '../terminal.ts'
import { requirePath } from '../typed-path.ts'

type AskOptions = CommonOptions & { library?: string[] }

export function registerAsk(program: Command, run: CommandRunner): void {
  const command = program
    .command('ask')
    .description('Answer a question from your documents, with where each sentence comes from')
    .argument('<words...>', '[folder] question; with a folder, what is new in it is read first')
    .option('-l, --library <name>', 'library to ask, or to read the folder into; may be repeated', collect)
    .addHelpText(
      'after',
      '\nA library that is named with a folder is made when there is none; without a name, the folder’s own is taken.' +
        '\nWithout a folder and a library, all libraries are asked. A question that finds nothing exits with 0.',
    )
  addCommonOptions(command).action((words: string[], options: AskOptions) =>
    run(options, (context) => ask(context, words, options.library ?? [])),
  )
}

export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
}

async function ask(context: CommandContext, words: readonly string[], libraries: readonly string[]): Promise<Outcome> {
  const { folder, question } = await readWords(context, words, libraries)
  return context.withEngine(async (client) => {
    const started = performance.now()
    const reading = folder === null ? null : await readFolder({ client, context }, { folder, library: libraries[0] })
    const ingest = performance.now() - started
    const answer = await askEngine(client, {
      question,
      libraries: reading ? [reading.libraryId] : [...libraries],
      terminal: context.terminal,
    })
    const timings = reading ? { ...answer.timings, ingest } : answer.timings
    const citations = answer.citations.map((citation) => ({ ...citation, link: linkTo(citation) }))
    context.result({ ...answer, citations, timings, ...(reading ? { ingest: reading.report } : {}) }, () =>
      showAnswer(answer, context.terminal),
    )
    return 'ok'
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

async function askEngine(
  client: EngineClient,
  { question, libraries, terminal }: { question: string; libraries: string[]; terminal: Terminal },
): Promise<Answer> {
  const events = await client.chat.ask(
    { question, ...(libraries.length > 0 ? { libraries } : {}) },
    { signal: terminal.signal },
  )
  for await (const event of events) if (event.type === 'answer-end') return event.answer
  throw new Error('The answer ended before it was whole.')
}

/** Quotes in the order of the answer, and below each run of them from one section where the run begins. */
function showAnswer(answer: Answer, terminal: Terminal): void {
  if (answer.mode === 'nothing-found') {
    terminal.print(toPlainText(answer.answer))
    return
  }
  const places = answer.sentences.map(({ citations }) => answer.citations[citations[0] ?? -1])
  let first: Citation | undefined
  for (const [index, { text }] of answer.sentences.entries()) {
    terminal.print(`  ${indent(text, 2)}\n`)
    first ??= places[index]
    const next = places[index + 1]
    if (first === undefined || (next !== undefined && describeSection(next) === describeSection(first))) continue
    terminal.print(`    ${describePlace(first)}`)
    terminal.print(`    ${toPlainText(linkTo(first))}\n`)
    first = undefined
  }
  terminal.print('Quoted from your documents. No language model is installed.')
}
