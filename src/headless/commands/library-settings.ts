import type { Command } from 'commander'
import { Chunking, ChunkingStrategy } from '../../contract/chunking.ts'
import type { Library } from '../../contract/libraries.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions, readChoice, usageError } from '../command.ts'
import type { Place } from '../document-options.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, followJob } from '../follow-job.ts'
import { formatTable } from '../format.ts'
import type { Terminal } from '../terminal.ts'
import { collect } from './ask.ts'

type ConfigureOptions = CommonOptions & { chunking?: string; set?: string[]; rechunk: boolean; localOnly?: boolean }

/** `libraries configure|tags`. */
export function registerLibrarySettings(libraries: Command, run: CommandRunner): void {
  addCommonOptions(
    libraries
      .command('configure <library>')
      .description('How the documents of a library are cut and used; without an option, how they are now')
      .option('--chunking <strategy>', `one of ${ChunkingStrategy.options.join(', ')}`)
      .option('--set <name=value>', 'a size, such as maximumTokens=256; may be repeated', collect)
      .option('--no-rechunk', 'leave the documents that are there as they are')
      .option('--local-only', 'let only models on this machine read them')
      .option('--no-local-only', 'let models of servers read them too'),
  ).action((library: string, options: ConfigureOptions) =>
    run(options, (context) => context.withEngine((client) => configure(library, options, { client, context }))),
  )
  addCommonOptions(libraries.command('tags <library>').description('Tags in use, most used first')).action(
    (library: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const { tags } = await client.libraries.get({ library })
          context.result({ tags }, () => {
            if (tags.length === 0) context.terminal.print('No tags.')
            const rows = tags.map(({ tag, documents }) => [tag, `${documents}`])
            if (rows.length > 0)
              for (const line of formatTable(['tag', 'documents'], rows)) context.terminal.print(line)
          })
          return 'ok'
        }),
      ),
  )
}

async function configure(name: string, options: ConfigureOptions, { client, context }: Place): Promise<Outcome> {
  const { terminal } = context
  const found = await client.libraries.get({ library: name })
  const isCut = options.chunking !== undefined || options.set !== undefined
  if (!isCut && options.localOnly === undefined) {
    context.result({ library: found, job: null }, () => showSettings(found, terminal))
    return 'ok'
  }
  const changed = await client.libraries.configure({
    library: found.id,
    rechunk: options.rechunk,
    ...(isCut ? { chunking: readChunking(found.chunking, options) } : {}),
    ...(options.localOnly === undefined ? {} : { localOnly: options.localOnly }),
  })
  const job = changed.job === null ? null : await followJob(client, changed.job, terminal)
  if (job !== null) assertJobDone(job)
  const library = await client.libraries.get({ library: found.id })
  context.result({ library, job }, () => showSettings(library, terminal))
  return job !== null && job.progress.failed > 0 ? 'incomplete' : 'ok'
}

function readChunking(before: Chunking, { chunking, set = [] }: ConfigureOptions): Chunking {
  const changes = set.map((typed): [string, number] => {
    const [, name = '', value = ''] = /^([a-zA-Z]+)=(\d+(?:\.\d+)?)$/.exec(typed) ?? []
    if (name === '' || name === 'strategy' || !Object.hasOwn(before, name)) {
      const names = Object.keys(before).filter((each) => each !== 'strategy')
      throw usageError(`--set takes one of ${names.join(', ')} with a number, as maximumTokens=256; not "${typed}".`)
    }
    return [name, Number(value)]
  })
  const strategy =
    chunking === undefined ? {} : { strategy: readChoice('--chunking', chunking, ChunkingStrategy.options) }
  const checked = Chunking.safeParse({ ...before, ...strategy, ...Object.fromEntries(changes) })
  if (checked.success) return checked.data
  throw usageError(checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '))
}

function showSettings({ chunking, localOnly }: Library, terminal: Terminal): void {
  const rows = [...Object.entries(chunking), ['localOnly', localOnly]].map(([name, value]) => [`${name}`, `${value}`])
  for (const line of formatTable(['setting', 'value'], rows)) terminal.print(line)
}
