import type { Command } from 'commander'
import { addCommonOptions, type CommandRunner, type CommonOptions, usageError } from '../command.ts'
import { assertJobDone, followJob, listFailures, sayFailures } from '../follow-job.ts'
import { count } from '../format.ts'
import { ensureLibrary } from '../library.ts'
import { toPlainText } from '../terminal.ts'
import { requirePath } from '../typed-path.ts'

type IngestOptions = CommonOptions & { library: string; beir?: string }

export function registerIngest(program: Command, run: CommandRunner): void {
  const command = program
    .command('ingest')
    .description('Read files and folders into a library; what has not changed is left as it is')
    .argument('[paths...]', 'files and folders')
    .requiredOption('-l, --library <name>', 'library; made when there is none')
    .option('--beir <dir>', 'folder of a public test set, whose corpus.jsonl has one document a line')
  addCommonOptions(command).action((typed: string[], options: IngestOptions) =>
    run(options, async (context) => {
      const { beir } = options
      if ((typed.length === 0) === (beir === undefined)) throw usageError('Name files and folders, or --beir DIR.')
      const paths = (beir === undefined ? typed : [beir]).map(context.path)
      // Before the library is made: a path that was misspelt should leave nothing behind.
      for (const path of paths) await requirePath(path)
      return context.withEngine(async (client) => {
        const { library } = await ensureLibrary(client, options.library)
        const format = beir === undefined ? 'files' : 'beir'
        const started = await client.documents.import({ library: library.id, paths, format })
        const job = await followJob(client, started, context.terminal)
        assertJobDone(job)
        const failures = await listFailures(client, job)
        const { ready, unchanged } = job.progress
        sayFailures(failures, { jobId: job.id, terminal: context.terminal })
        context.result({ library: await client.libraries.get({ library: library.id }), job, failures }, () =>
          context.terminal.print(
            `${toPlainText(library.name)}: ${count(ready, 'document')} read, ${unchanged} unchanged, ${failures.length} failed.`,
          ),
        )
        // Public corpora have records without a word. They are named, and nothing of the set is missing.
        const missing = failures.filter(({ code }) => format === 'files' || code !== 'FILE_EMPTY')
        return missing.length > 0 ? 'incomplete' : 'ok'
      })
    }),
  )
}
