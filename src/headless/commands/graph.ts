import type { Command } from 'commander'
import { type Entity, EntityKind } from '../../contract/graph.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readChoice,
  readCount,
} from '../command.ts'
import { CommandError } from '../command-error.ts'
import { count, formatTable } from '../format.ts'
import { howToRun } from '../installation.ts'
import type { EngineClient } from '../join.ts'
import { toPlainText } from '../terminal.ts'

type LimitOption = CommonOptions & { limit: string }
type ListOptions = LimitOption & { kind?: string }
type ShowOptions = LimitOption & { depth: string }

const mostCandidates = 500

/** `graph`. */
export function registerGraph(program: Command, run: CommandRunner): void {
  const graph = program.command('graph').description('Names, dates and identifiers in a library, and what joins them')

  addCommonOptions(
    graph
      .command('list <library> [text...]')
      .description('What documents name, those of most documents first')
      .option('--kind <kind>', `only one of ${EntityKind.options.join(', ')}`)
      .option('--limit <count>', 'names at most', '30'),
  ).action((library: string, words: string[], options: ListOptions) =>
    run(options, (context) => context.withEngine((client) => list(client, context, { library, words, options }))),
  )
  addCommonOptions(
    graph
      .command('show <library> [name...]')
      .description('What stands with a name, and what the text says of them; without a name, the most frequent ones')
      .option('--depth <steps>', 'steps from the name, 1 to 3', '1')
      .option('--limit <count>', 'names at most', '30'),
  ).action((library: string, words: string[], options: ShowOptions) =>
    run(options, (context) => context.withEngine((client) => show(client, context, { library, words, options }))),
  )
  addCommonOptions(
    graph
      .command('mentions <library> <name...>')
      .description('Where a name stands')
      .option('--limit <count>', 'places at most', '30'),
  ).action((library: string, words: string[], options: LimitOption) =>
    run(options, (context) => context.withEngine((client) => mentions(client, context, { library, words, options }))),
  )
}

type Asked<Options> = { library: string; words: readonly string[]; options: Options }

async function list(client: EngineClient, context: CommandContext, { library, words, options }: Asked<ListOptions>) {
  const kind = options.kind === undefined ? {} : { kind: readChoice('--kind', options.kind, EntityKind.options) }
  const limit = readCount('--limit', options.limit, { maximum: mostCandidates })
  const found = await client.graph.entities({ library, text: words.join(' '), ...kind, limit })
  context.result(found, () => {
    if (found.items.length === 0) return context.terminal.say('No names.')
    const rows = found.items.map((entity) => [
      entity.name,
      entity.kind,
      String(entity.documents),
      String(entity.mentions),
    ])
    for (const line of formatTable(['name', 'kind', 'documents', 'mentions'], rows)) context.terminal.print(line)
    if (found.total > rows.length) context.terminal.say(`${count(found.total, 'name')} in all.`)
  })
  return 'ok' as const
}

async function show(client: EngineClient, context: CommandContext, { library, words, options }: Asked<ShowOptions>) {
  const limit = readCount('--limit', options.limit, { maximum: mostCandidates })
  const around = words.length === 0 ? {} : { entityId: (await findEntity(client, library, words.join(' '))).id }
  const picture = await client.graph.picture({
    library,
    ...around,
    depth: readCount('--depth', options.depth, { maximum: 3 }),
    limit,
  })
  context.result(picture, () => {
    if (picture.relations.length === 0) return context.terminal.say('Nothing stands together.')
    const names = new Map(picture.entities.map(({ id, name }) => [id, name]))
    const rows = picture.relations.map(({ from, to, label, documents, weight }) => [
      names.get(from) ?? '',
      label ?? '–',
      names.get(to) ?? '',
      String(documents),
      String(weight),
    ])
    for (const line of formatTable(['name', 'says', 'name', 'documents', 'times'], rows)) context.terminal.print(line)
    if (picture.related > rows.length) context.terminal.say(`${count(picture.related, 'relation')} in all.`)
    if (picture.waiting > 0) context.terminal.say(`${count(picture.waiting, 'document')} still to be read for names.`)
  })
  return 'ok' as const
}

async function mentions(client: EngineClient, context: CommandContext, asked: Asked<LimitOption>) {
  const { id: entityId } = await findEntity(client, asked.library, asked.words.join(' '))
  const found = await client.graph.mentions({
    entityId,
    limit: readCount('--limit', asked.options.limit, { maximum: mostCandidates }),
  })
  context.result(found, () => {
    for (const { document, page, text } of found.items) {
      const where = page === null ? document : `${document}, page ${page}`
      context.terminal.print(`${toPlainText(where)}: ${toPlainText(text).replaceAll('\n', ' ')}`)
    }
    if (found.total > found.items.length) context.terminal.say(`${count(found.total, 'place')} in all.`)
  })
  return 'ok' as const
}

/** The entity of that name; where none has just that, the one of most documents with it in its name. */
async function findEntity(client: EngineClient, library: string, typed: string): Promise<Entity> {
  const { items } = await client.graph.entities({ library, text: typed, limit: mostCandidates })
  const fold = (text: string) => text.normalize('NFC').trim().toLowerCase()
  const found = items.find(({ name }) => fold(name) === fold(typed)) ?? items[0]
  if (found !== undefined) return found
  throw new CommandError('not-found', {
    code: 'ENTITY_NOT_FOUND',
    message: `No document names “${typed}”.`,
    nextStep: `See "${howToRun(`graph list ${library}`)}".`,
    data: { entityId: typed },
  })
}
