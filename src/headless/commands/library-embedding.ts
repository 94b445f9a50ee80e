import type { Command } from 'commander'
import type { EmbeddingEstimate, Library } from '../../contract/libraries.ts'
import { addCommonOptions, type CommandRunner, type CommonOptions, usageError } from '../command.ts'
import type { Place } from '../document-options.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, followJob } from '../follow-job.ts'
import { count } from '../format.ts'
import { formatDollars } from '../format-dollars.ts'
import type { Terminal } from '../terminal.ts'

type EmbedOptions = CommonOptions & { model?: string; none?: boolean; estimate?: boolean }

/** `libraries embed`. */
export function registerLibraryEmbedding(libraries: Command, run: CommandRunner): void {
  addCommonOptions(
    libraries
      .command('embed <library>')
      .description('Vectors of a library, which find by meaning; without an option, those that it has')
      .option('--model <id>', 'make them with this model; what the library has is searched until all are there')
      .option('--none', 'take its vectors away')
      .option('--estimate', 'with --model: only say what it would take'),
  ).action((library: string, options: EmbedOptions) =>
    run(options, (context) => context.withEngine((client) => embed(library, options, { client, context }))),
  )
}

async function embed(name: string, options: EmbedOptions, { client, context }: Place): Promise<Outcome> {
  const { model, none = false, estimate = false } = options
  if (none && model !== undefined) throw usageError('Say --model or --none, not both.')
  if (estimate && model === undefined) throw usageError('--estimate needs a model: say --model ID.')
  const { id } = await client.libraries.get({ library: name })
  if (model !== undefined && estimate) {
    const found = await client.libraries.estimateEmbedding({ library: id, modelId: model })
    context.result(found, () => showEstimate(found, context.terminal))
    return 'ok'
  }
  const changed =
    model === undefined && !none ? null : await client.libraries.embed({ library: id, modelId: model ?? null })
  const started = changed?.job ?? null
  const job = started === null ? null : await followJob(client, started, context.terminal)
  if (job !== null) assertJobDone(job)
  const library = await client.libraries.get({ library: id })
  context.result({ library, job }, () => showEmbedding(library, context.terminal))
  return job !== null && job.progress.failed > 0 ? 'incomplete' : 'ok'
}

function showEstimate({ chunks, cached, tokens, seconds, nanoDollars }: EmbeddingEstimate, terminal: Terminal): void {
  terminal.print(`${count(chunks, 'passage')}, of which ${cached} have their vector already; ${tokens} tokens to read.`)
  terminal.print(seconds === null ? 'Time: the model did not answer.' : `Time: about ${describeSeconds(seconds)}.`)
  terminal.print(nanoDollars === null ? 'Price: not known.' : `Price: ${formatDollars(nanoDollars)}.`)
}

function describeSeconds(seconds: number): string {
  if (seconds < 90) return count(Math.ceil(seconds), 'second')
  return seconds < 5_400 ? count(Math.ceil(seconds / 60), 'minute') : count(Math.ceil(seconds / 3_600), 'hour')
}

function showEmbedding({ embedding, chunks }: Library, terminal: Terminal): void {
  const { modelId, vectors, next } = embedding
  if (modelId === null) terminal.print('No vectors: found by words only.')
  else terminal.print(`Model ${modelId}: ${vectors} of ${count(chunks, 'passage')} have their vector.`)
  if (next !== null) terminal.print(`Changes to ${next.modelId}: ${next.vectors} are ready.`)
}
