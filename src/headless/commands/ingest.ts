import type { Command } from 'commander'
import type { Job } from '../../contract/jobs.ts'
import type { Library } from '../../contract/libraries.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  usageError,
} from '../command.ts'
import type { Place } from '../document-options.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, type Failure, followJob, listFailures, sayFailures } from '../follow-job.ts'
import { count } from '../format.ts'
import { ensureLibrary } from '../library.ts'
import { toPlainText } from '../terminal.ts'
import { requirePath } from '../typed-path.ts'
import { watchFolders } from '../watch-folders.ts'

type IngestOptions = CommonOptions & { library: string; beir?: string; text?: string; name?: string; watch?: boolean }

/** What a person wants read. */
type Sources = { paths: string[]; urls: string[]; text: string | null; beir: boolean }

export function registerIngest(program: Command, run: CommandRunner): void {
  const command = program
    .command('ingest')
    .description('Read files, folders and web pages into a library; what has not changed is left as it is')
    .argument('[sources...]', 'files, folders, and addresses that begin with http:// or https://')
    .requiredOption('-l, --library <name>', 'library; made when there is none')
    .option('--text <text>', 'a text to keep and read; - takes it from standard input')
    .option('--name <name>', 'what the text is called (default: its first words)')
    .option('--watch', 'follow the folders until Ctrl-C, and whenever Diwan runs from then on')
    .option('--beir <dir>', 'folder of a public test set, whose corpus.jsonl has one document a line')
  addCommonOptions(command).action((typed: string[], options: IngestOptions) =>
    run(options, async (context) => {
      const sources = await readSources(context, typed, options)
      return context.withEngine(async (client) => {
        const { library } = await ensureLibrary(client, options.library)
        if (options.watch) return watchFolders({ client, context }, { library: library.id, paths: sources.paths })
        return ingest({ client, context }, { library, sources, name: options.name })
      })
    }),
  )
}

/** Before the library is made: what was misspelt should leave nothing behind. */
async function readSources(context: CommandContext, typed: string[], options: IngestOptions): Promise<Sources> {
  const { beir, text, watch } = options
  const urls = typed.filter((each) => /^https?:\/\//i.test(each))
  const named = typed.filter((each) => !urls.includes(each))
  const foreign = named.find((each) => /^[a-z][a-z\d+.-]*:\/\//i.test(each))
  if (foreign !== undefined) throw usageError(`${foreign} is no address that begins with http:// or https://.`)
  const ways = [typed.length > 0, beir !== undefined, text !== undefined].filter(Boolean).length
  if (ways !== 1) throw usageError('Name files, folders and addresses, or --text TEXT, or --beir DIR.')
  if (options.name !== undefined && text === undefined) throw usageError('--name goes with --text.')
  if (watch && (beir !== undefined || text !== undefined || urls.length > 0)) {
    throw usageError('Only folders can be watched.')
  }
  const paths = (beir === undefined ? named : [beir]).map(context.path)
  for (const path of paths) await requirePath(path)
  const given = text === '-' ? await context.terminal.readInput() : (text ?? null)
  if (given?.trim() === '') throw usageError('The text is empty.')
  return { paths, urls, text: given, beir: beir !== undefined }
}

async function ingest(
  { client, context }: Place,
  { library, sources, name }: { library: Library; sources: Sources; name: string | undefined },
): Promise<Outcome> {
  const { terminal } = context
  const { paths, urls, text, beir } = sources
  const to = { library: library.id }
  // All of them are made before the first is followed, so that a Ctrl-C leaves none of them out.
  const started: Job[] = []
  if (paths.length > 0) {
    started.push(await client.documents.import({ ...to, paths, format: beir ? 'beir' : 'files' }))
  }
  if (urls.length > 0) started.push(await client.documents.addUrls({ ...to, urls }))
  if (text !== null)
    started.push(await client.documents.addText({ ...to, text, ...(name === undefined ? {} : { name }) }))
  const jobs: Job[] = []
  const failures: Failure[] = []
  for (const each of started) {
    const job = await followJob(client, each, terminal)
    assertJobDone(job)
    const failed = await listFailures(client, job)
    sayFailures(failed, { jobId: job.id, terminal })
    jobs.push(job)
    failures.push(...failed)
  }
  const sum = (of: 'ready' | 'unchanged') => jobs.reduce((total, { progress }) => total + progress[of], 0)
  const [job] = jobs
  context.result({ library: await client.libraries.get(to), job, jobs, failures }, () =>
    terminal.print(
      `${toPlainText(library.name)}: ${count(sum('ready'), 'document')} read, ${sum('unchanged')} unchanged, ${failures.length} failed.`,
    ),
  )
  // Public corpora have records without a word. They are named, and nothing of the set is missing.
  const missing = failures.filter(({ code }) => !beir || code !== 'FILE_EMPTY')
  return missing.length > 0 ? 'incomplete' : 'ok'
}
