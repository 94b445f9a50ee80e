import type { Command } from 'commander'
import type { Document } from '../../contract/document.ts'
import { type CommandRunner, usageError } from '../command.ts'
import { addDocumentOptions, type DocumentOptions, type Place } from '../document-options.ts'
import type { Outcome } from '../exit-codes.ts'
import { findDocument } from '../find-document.ts'
import { count } from '../format.ts'
import { howToRun } from '../installation.ts'
import { toPlainText } from '../terminal.ts'
import { collect } from './ask.ts'

type TagOptions = DocumentOptions & { add?: string[]; remove?: string[] }
type EraseOptions = DocumentOptions & { yes?: boolean }

/** `document tag|trash|restore|erase`: what a person does with documents. */
export function registerDocumentCare(document: Command, run: CommandRunner): void {
  addDocumentOptions(
    document
      .command('tag <documents...>')
      .description('Put tags on documents, or take them off')
      .option('--add <tag>', 'tag to put on; may be repeated', collect)
      .option('--remove <tag>', 'tag to take off; may be repeated', collect),
  ).action((typed: string[], options: TagOptions) =>
    run(options, (context) => context.withEngine((client) => tag(typed, options, { client, context }))),
  )
  addDocumentOptions(
    document.command('trash <documents...>').description('Move documents to the trash; they are no longer found'),
  ).action((typed: string[], options: DocumentOptions) =>
    run(options, (context) => context.withEngine((client) => trash(typed, options, { client, context }))),
  )
  addDocumentOptions(document.command('restore <documents...>').description('Take documents out of the trash')).action(
    (typed: string[], options: DocumentOptions) =>
      run(options, (context) => context.withEngine((client) => restore(typed, options, { client, context }))),
  )
  addDocumentOptions(
    document
      .command('erase <documents...>')
      .description('Erase documents for good, with all that came from them; originals on disk stay')
      .option('-y, --yes', 'do not ask'),
  ).action((typed: string[], options: EraseOptions) =>
    run(options, (context) => context.withEngine((client) => erase(typed, options, { client, context }))),
  )
}

/** All of them are found before anything is done to one. */
async function findAll(
  typed: readonly string[],
  options: DocumentOptions & { trashed?: boolean },
  { client }: Place,
): Promise<Document[]> {
  const found = new Map<string, Document>()
  for (const each of typed) {
    const document = await findDocument(client, each, options)
    found.set(document.id, document)
  }
  return [...found.values()]
}

const selectionOf = (documents: readonly Document[]) => ({ documentIds: documents.map(({ id }) => id) })

/** `“guide.pdf”`, or how many. */
function nameAll(documents: readonly Document[]): string {
  const [only] = documents
  return documents.length === 1 && only ? `“${toPlainText(only.name)}”` : count(documents.length, 'document')
}

async function tag(typed: readonly string[], options: TagOptions, place: Place): Promise<Outcome> {
  const { add = [], remove = [] } = options
  if (add.length + remove.length === 0) throw usageError('Name a tag with --add or --remove.')
  const { client, context } = place
  const documents = await findAll(typed, options, place)
  await client.documents.tag({ selection: selectionOf(documents), add, remove })
  const tagged = await Promise.all(documents.map(({ id }) => client.documents.get({ documentId: id })))
  context.result({ documents: tagged }, () => {
    for (const { name, tags } of tagged) context.terminal.print(`${name}: ${tags.join(', ') || 'no tags'}`)
  })
  return 'ok'
}

async function trash(typed: readonly string[], options: DocumentOptions, place: Place): Promise<Outcome> {
  const { client, context } = place
  const documents = await findAll(typed, options, place)
  const trashed = await client.documents.trash({ selection: selectionOf(documents) })
  context.result(trashed, () => {
    context.terminal.print(`Moved ${nameAll(documents)} to the trash.`)
    context.terminal.say(`Take it back with: ${howToRun(`document restore ${documents[0]?.id ?? 'ID'}`)}`)
  })
  return 'ok'
}

async function restore(typed: readonly string[], options: DocumentOptions, place: Place): Promise<Outcome> {
  const { client, context } = place
  const documents = await findAll(typed, { ...options, trashed: true }, place)
  const restored = await client.documents.restore({ selection: selectionOf(documents) })
  context.result(restored, () => context.terminal.print(`Took ${nameAll(documents)} out of the trash.`))
  return 'ok'
}

async function erase(typed: readonly string[], options: EraseOptions, place: Place): Promise<Outcome> {
  const { client, context } = place
  const { terminal } = context
  const documents = await findInOrOut(typed, options, place)
  if (options.yes !== true) {
    if (!terminal.interactive) throw usageError('There is nobody to ask: say --yes.')
    const answer = await terminal.ask(`Erase ${nameAll(documents)} for good? Type yes: `)
    if (answer.trim().toLowerCase() !== 'yes') return 'ok'
  }
  const report = await client.documents.erase({ selection: selectionOf(documents) })
  const left = report.parts.filter(({ found }) => found > 0)
  context.result(report, () => {
    terminal.print(`Erased ${nameAll(documents)}. The report is ${report.id}.`)
    for (const { part, removed, found } of report.parts) {
      if (removed > 0 || found > 0) terminal.print(`  ${part}: ${removed} removed, ${found} found afterwards`)
    }
    if (report.backups.files > 0) terminal.say(`${count(report.backups.files, 'backup')} made before still hold it.`)
  })
  return left.length > 0 ? 'incomplete' : 'ok'
}

/** What is erased lies in the trash or not; the trash is looked into when nothing else has the name. */
async function findInOrOut(typed: readonly string[], options: EraseOptions, place: Place): Promise<Document[]> {
  try {
    return await findAll(typed, options, place)
  } catch (error) {
    if (!(error instanceof Error && 'outcome' in error && error.outcome === 'not-found')) throw error
    return findAll(typed, { ...options, trashed: true }, place)
  }
}
