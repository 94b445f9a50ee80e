import type { Command } from 'commander'
import type { AnswerSentence, Citation } from '../../contract/answers.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  usageError,
} from '../command.ts'
import type { Outcome } from '../exit-codes.ts'
import { count, describePlace, indent, linkTo } from '../format.ts'
import { describeNotices } from '../retrieval-notices.ts'
import { toPlainText } from '../terminal.ts'
import { readTypedFile } from '../typed-path.ts'
import { collect } from './ask.ts'

type CheckOptions = CommonOptions & { library?: string[]; file?: string; source?: string[] }

export function registerCheck(program: Command, run: CommandRunner): void {
  const command = program
    .command('check')
    .description('Hold each sentence of a text against your documents, and mark what nothing supports')
    .argument('[words...]', 'the text; without it, --file')
    .option('--file <file>', 'text file to check')
    .option('-l, --library <name>', 'library to hold it against; may be repeated (default: all)', collect)
    .option('--source <file>', 'text file to hold it against, instead of the documents; may be repeated', collect)
    .addHelpText('after', '\nA text with unsupported sentences exits with 0: see “support” of --json.')
  addCommonOptions(command).action((words: string[], options: CheckOptions) =>
    run(options, (context) => check(context, words, options)),
  )
}

async function check(context: CommandContext, words: readonly string[], options: CheckOptions): Promise<Outcome> {
  const text = await readText(context, words, options.file)
  const sources = await Promise.all((options.source ?? []).map((file) => readTypedFile(context.path(file))))
  return context.withEngine(async (client) => {
    const { terminal } = context
    const found = await client.chat.check(
      {
        text,
        ...(sources.length > 0 ? { sources } : {}),
        ...(options.library ? { libraries: options.library } : {}),
      },
      { signal: terminal.signal },
    )
    const citations = found.citations.map((citation) => ({ ...citation, link: linkTo(citation) }))
    context.result({ ...found, citations }, () => {
      for (const sentence of found.sentences) {
        terminal.print(`${marks[sentence.support]} ${indent(sentence.text, 2)}`)
        for (const line of explain(sentence, found.citations)) terminal.print(`    ${line}`)
      }
      const unsupported = found.sentences.filter(({ support }) => support === 'unsupported').length
      for (const notice of describeNotices(found.notices)) terminal.say(notice)
      terminal.print(`\n${count(unsupported, 'sentence')} of ${found.sentences.length} without support.`)
    })
    return 'ok'
  })
}

async function readText(context: CommandContext, words: readonly string[], file: string | undefined): Promise<string> {
  if (file !== undefined && words.length > 0) throw usageError('Give the text, or --file, not both.')
  const text = file === undefined ? words.join(' ') : await readTypedFile(context.path(file))
  if (text.trim() === '') throw usageError('There is no text to check. Put it in quotation marks, or name a --file.')
  return text
}

const marks: Record<AnswerSentence['support'], string> = { quoted: '=', supported: '+', unsupported: '?', none: ' ' }

function explain({ support, doubts, citations }: AnswerSentence, all: readonly Citation[]): string[] {
  const first = all[citations[0] ?? -1]
  const place = first === undefined ? [] : [describePlace(first)]
  if (support !== 'unsupported') return place
  return [...doubts.map(({ kind, text }) => toPlainText(`${complaints[kind]}: ${text}`)), ...place]
}

const complaints: Record<AnswerSentence['doubts'][number]['kind'], string> = {
  number: 'another number, or none',
  name: 'another name, or none',
  negation: 'the sources say the opposite',
  contradiction: 'the sources say the opposite',
  claim: 'nothing says so',
}
