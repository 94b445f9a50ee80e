import type { Command } from 'commander'
import type { BoundFolder } from '../../contract/folders.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions, usageError } from '../command.ts'
import type { Place } from '../document-options.ts'
import { formatTime } from '../document-tables.ts'
import type { Outcome } from '../exit-codes.ts'
import { findFolder } from '../find-folder.ts'
import { count, formatBytes, formatTable } from '../format.ts'
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'
import { settleFolder } from '../settle-folder.ts'
import { toPlainText } from '../terminal.ts'
import { requirePath } from '../typed-path.ts'
import { collect } from './ask.ts'

type BindOptions = CommonOptions & { review?: boolean; ignore?: string[] }
type UnbindOptions = CommonOptions & { trash?: boolean }
type ReviewOptions = CommonOptions & { accept?: boolean; exclude?: boolean }

const pageSize = 500

/** `libraries folders|bind|unbind|review`: folders that a library follows. */
export function registerFolders(libraries: Command, run: CommandRunner): void {
  addCommonOptions(libraries.command('folders <library>').description('Folders that a library follows')).action(
    (library: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const folders = await client.folders.list({ library })
          context.result({ folders }, () => showFolders(folders, context.terminal.print))
          return 'ok'
        }),
      ),
  )
  addCommonOptions(
    libraries
      .command('bind <library> <folder>')
      .description('Follow a folder: what is added, edited, renamed or deleted there is so in the library')
      .option('--review', 'new and changed files wait for your yes')
      .option('--ignore <pattern>', 'what to leave out, as in .gitignore; may be repeated', collect),
  ).action((library: string, folder: string, options: BindOptions) =>
    run(options, async (context) => {
      const path = context.path(folder)
      await requirePath(path)
      return context.withEngine(async (client) => {
        const { review = false, ignore = [] } = options
        const bound = await client.folders.follow({ library, path, review, ignore })
        const { folder: settled, failures } = await settleFolder({ client, context }, bound)
        context.result(settled, () => {
          const { followed, waiting } = settled.files
          context.terminal.print(
            `Bound ${toPlainText(settled.path)}: ${count(followed, 'file')} followed, ${waiting} waiting for review.`,
          )
          context.terminal.say(`It is followed while Diwan runs, as with: ${howToRun('serve')}`)
        })
        return failures.length > 0 ? 'incomplete' : 'ok'
      })
    }),
  )
  addCommonOptions(
    libraries
      .command('unbind <library> <folder>')
      .description('Stop following a folder, by its path or id; its documents stay')
      .option('--trash', 'move the documents that came only from there to the trash'),
  ).action((library: string, folder: string, options: UnbindOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const { id, path } = await findFolder({ client, context }, { library, folder })
        const unbound = await client.folders.unbind({ folderId: id, documents: options.trash ? 'trash' : 'keep' })
        const what = count(unbound.documents, 'document')
        context.result(unbound, () =>
          context.terminal.print(
            `Unbound ${toPlainText(path)}; ${what} ${options.trash ? 'moved to the trash' : 'kept'}.`,
          ),
        )
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    libraries
      .command('review <library> <folder> [files...]')
      .description('Files that wait for your yes; with --accept or --exclude, decide on those named or on all')
      .option('--accept', 'read them')
      .option('--exclude', 'leave them out'),
  ).action((library: string, folder: string, files: string[], options: ReviewOptions) =>
    run(options, (context) =>
      context.withEngine((client) => review({ library, folder, files, options }, { client, context })),
    ),
  )
}

async function review(
  { library, folder, files, options }: { library: string; folder: string; files: string[]; options: ReviewOptions },
  place: Place,
): Promise<Outcome> {
  const { client, context } = place
  if (options.accept && options.exclude) throw usageError('Say --accept or --exclude, not both.')
  if (files.length > 0 && !options.accept && !options.exclude) throw usageError('Say --accept or --exclude.')
  const found = await findFolder(place, { library, folder })
  const { id } = found
  if (!options.accept && !options.exclude) {
    await settleFolder(place, found, () => client.folders.reconcile({ folderId: id }))
    const items = await listWaiting(client, id)
    context.result({ items }, () => {
      if (items.length === 0) context.terminal.print('No file waits.')
      const rows = items.map(({ path, change, bytes }) => [path, change, formatBytes(bytes)])
      if (rows.length > 0)
        for (const line of formatTable(['file', 'change', 'size'], rows)) context.terminal.print(line)
    })
    return 'ok'
  }
  const paths = files.length === 0 ? {} : { paths: files.map((file) => file.replaceAll('\\', '/')) }
  const decision = options.accept ? 'accept' : 'exclude'
  const settled = await settleFolder(place, found, () => client.folders.review({ folderId: id, decision, ...paths }))
  context.result(settled.folder, () => showFolders([settled.folder], context.terminal.print))
  return settled.failures.length > 0 ? 'incomplete' : 'ok'
}

async function listWaiting(client: EngineClient, folderId: string) {
  const items: Awaited<ReturnType<EngineClient['folders']['waiting']>>['items'] = []
  for (;;) {
    const page = await client.folders.waiting({ folderId, offset: items.length, limit: pageSize })
    items.push(...page.items)
    if (page.items.length === 0 || items.length >= page.total) return items
  }
}

export function showFolders(folders: readonly BoundFolder[], print: (line: string) => void): void {
  if (folders.length === 0) {
    print('No folder is bound.')
    return
  }
  const rows = folders.map(({ path, state, error, files, reconciledAt, review }) => [
    path,
    error === null ? state : `${state} (${error})`,
    `${files.followed}`,
    review || files.waiting > 0 ? `${files.waiting}` : '',
    `${files.excluded}`,
    reconciledAt === null ? '' : formatTime(reconciledAt),
  ])
  const heads = ['folder', 'state', 'followed', 'waiting', 'left out', 'compared (UTC)']
  for (const line of formatTable(heads, rows)) print(line)
}
