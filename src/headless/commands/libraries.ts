import type { Command } from 'commander'
import { DocumentState } from '../../contract/document.ts'
import type { Library } from '../../contract/libraries.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readChoice,
  readCount,
  usageError,
} from '../command.ts'
import { listDocuments, showDocuments } from '../document-tables.ts'
import { count, formatBytes, formatTable } from '../format.ts'
import { howToRun } from '../installation.ts'
import { toPlainText } from '../terminal.ts'
import { registerFolders } from './folders.ts'
import { registerLibraryEmbedding } from './library-embedding.ts'
import { registerLibrarySettings } from './library-settings.ts'

type DocumentsOptions = CommonOptions & { text?: string; state?: string; limit?: string }

export function registerLibraries(program: Command, run: CommandRunner): void {
  const libraries = program.command('libraries').description('Libraries and what is in them')

  addCommonOptions(libraries.command('list', { isDefault: true }).description('All libraries')).action(
    (options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const all = await client.libraries.list()
          context.result({ libraries: all }, () => showLibraries(all, context))
          return 'ok'
        }),
      ),
  )
  addCommonOptions(libraries.command('create <name>').description('Make an empty library')).action(
    (name: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const library = await client.libraries.create({ name })
          context.result(library, () => context.terminal.print(`Made “${toPlainText(library.name)}”.`))
          return 'ok'
        }),
      ),
  )
  addCommonOptions(libraries.command('rename <library> <name>').description('Give a library another name')).action(
    (library: string, name: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const renamed = await client.libraries.rename({ library, name })
          context.result(renamed, () => context.terminal.print(`Now it is “${toPlainText(renamed.name)}”.`))
          return 'ok'
        }),
      ),
  )
  addCommonOptions(
    libraries
      .command('delete <library>')
      .description('Delete a library and all that came from its documents; the originals stay')
      .option('-y, --yes', 'do not ask'),
  ).action((library: string, options: CommonOptions & { yes?: boolean }) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const found = await client.libraries.get({ library })
        if (!options.yes && !(await confirm(context, found))) return 'ok'
        const deleted = await client.libraries.delete({ library: found.id })
        context.result(deleted, () =>
          context.terminal.print(`Deleted “${toPlainText(found.name)}” (${count(deleted.documents, 'document')}).`),
        )
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    libraries
      .command('documents <library>')
      .description('Documents of a library')
      .option('--text <text>', 'only those with this in their name or title')
      .option('--state <state>', 'only those that are "ready" or "failed"')
      .option('--limit <count>', 'documents at most (default: all)'),
  ).action((library: string, options: DocumentsOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const { text, state, limit } = options
        const found = await listDocuments(client, library, {
          most: readMost(limit),
          ...(text === undefined ? {} : { text }),
          ...(state === undefined ? {} : { state: readChoice('--state', state, DocumentState.options) }),
        })
        context.result(found, () => showDocuments(found.items, context.terminal))
        return 'ok'
      }),
    ),
  )
  registerFolders(libraries, run)
  registerLibrarySettings(libraries, run)
  registerLibraryEmbedding(libraries, run)
}

function readMost(limit: string | undefined): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  return readCount('--limit', limit, { minimum: 1, maximum: 10_000_000 })
}

async function confirm({ terminal }: CommandContext, { name, documents }: Library): Promise<boolean> {
  if (!terminal.interactive) throw usageError('There is nobody to ask: say --yes.')
  const number = count(documents.ready + documents.failed, 'document')
  const answer = await terminal.ask(`Delete “${toPlainText(name)}” with ${number}? Type yes: `)
  return answer.trim().toLowerCase() === 'yes'
}

function showLibraries(libraries: readonly Library[], { terminal }: CommandContext): void {
  if (libraries.length === 0) {
    terminal.print(`No library yet. Make one with: ${howToRun('ingest --library NAME FOLDER')}`)
    return
  }
  const rows = libraries.map(({ name, documents, chunks, bytes }) => [
    name,
    `${documents.ready}`,
    `${documents.failed}`,
    `${chunks}`,
    formatBytes(bytes),
  ])
  for (const line of formatTable(['library', 'ready', 'failed', 'passages', 'originals'], rows)) terminal.print(line)
}
