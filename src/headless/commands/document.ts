import type { Command } from 'commander'
import { DocumentState, DocumentType } from '../../contract/document.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions, readChoice, readCount } from '../command.ts'
import type { Place } from '../document-options.ts'
import { listDocuments, showDocuments } from '../document-tables.ts'
import type { Outcome } from '../exit-codes.ts'
import { collect } from './ask.ts'
import { registerDocumentCare } from './document-care.ts'
import { registerDocumentViews } from './document-views.ts'

type ListOptions = CommonOptions & {
  library: string
  text?: string
  content?: string
  state?: string
  type?: string
  tag?: string[]
  trashed?: boolean
  limit?: string
}

export function registerDocument(program: Command, run: CommandRunner): void {
  const document = program
    .command('document')
    .description('Documents of a library: what was read of them, tags, trash')
    .addHelpText('after', '\nA document is named by its id, its name, its title, or a part of one that no other has.')
  addCommonOptions(
    document
      .command('list')
      .description('Documents of a library')
      .requiredOption('-l, --library <name>', 'library')
      .option('--text <text>', 'only those with this in their name or title')
      .option('--content <words>', 'only those that hold all of these words')
      .option('--state <state>', 'only those that are "ready" or "failed"')
      .option('--type <type>', 'only those of this format, such as "pdf"')
      .option('--tag <tag>', 'only those with this tag; may be repeated', collect)
      .option('--trashed', 'those in the trash instead')
      .option('--limit <count>', 'documents at most (default: all)'),
  ).action((options: ListOptions) =>
    run(options, (context) => context.withEngine((client) => list(options, { client, context }))),
  )
  registerDocumentViews(document, run)
  registerDocumentCare(document, run)
}

async function list(options: ListOptions, { client, context }: Place): Promise<Outcome> {
  const { library, text, content, state, type, tag, trashed = false, limit } = options
  const most =
    limit === undefined ? Number.POSITIVE_INFINITY : readCount('--limit', limit, { minimum: 1, maximum: 10_000_000 })
  const found = await listDocuments(client, library, {
    most,
    trashed,
    ...(text === undefined ? {} : { text }),
    ...(content === undefined ? {} : { content }),
    ...(state === undefined ? {} : { state: readChoice('--state', state, DocumentState.options) }),
    ...(type === undefined ? {} : { type: readChoice('--type', type, DocumentType.options) }),
    ...(tag === undefined ? {} : { tags: tag }),
  })
  context.result(found, () => showDocuments(found.items, context.terminal))
  return 'ok'
}
