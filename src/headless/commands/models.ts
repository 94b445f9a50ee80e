import type { Command } from 'commander'
import { type Model, ModelKind } from '../../contract/models.ts'
import {
  addCommonOptions,
  type CommandContext,
  type CommandRunner,
  type CommonOptions,
  readChoice,
  usageError,
} from '../command.ts'
import type { Place } from '../document-options.ts'
import type { Outcome } from '../exit-codes.ts'
import { assertJobDone, followJob, listFailures, sayFailures } from '../follow-job.ts'
import { formatBytes, formatTable } from '../format.ts'
import { readDollars } from '../read-dollars.ts'
import { toPlainText } from '../terminal.ts'
import { readTypedFile } from '../typed-path.ts'
import { registerModelPrices } from './model-price.ts'

const serverRuntimes = ['openai-compatible', 'gemini', 'ollama'] as const

const kindWords = '"embedding", "reranking" or "entailment"'

type KindOption = CommonOptions & { kind: string }
type AddOptions = KindOption & {
  runtime: string
  url: string
  model: string
  keyFile?: string
  price?: string
}

/** `models`. */
export function registerModels(program: Command, run: CommandRunner): void {
  const models = program.command('models').description('Models that embed, rerank and check sentences')

  addCommonOptions(
    models
      .command('list', { isDefault: true })
      .description('Models that are installed, and those that can be')
      .option('--kind <kind>', `only ${kindWords}`),
  ).action((options: CommonOptions & { kind?: string }) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const { kind } = options
        const all = await client.models.list(kind === undefined ? {} : { kind: readKind(kind) })
        context.result({ models: all }, () => showModels(all, context))
        return 'ok'
      }),
    ),
  )
  addCommonOptions(models.command('pull <id>').description('Download a model; one that was cut off goes on')).action(
    (modelId: string, options: CommonOptions) =>
      run(options, (context) => context.withEngine((client) => pull(modelId, { client, context }))),
  )
  addCommonOptions(
    models
      .command('import <path> <id>')
      .description('Take a model from the disk: a folder with an ONNX model and its tokeniser, or a GGUF file')
      .option('--kind <kind>', `what it does: ${kindWords}`, 'embedding'),
  ).action((typed: string, modelId: string, options: KindOption) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const kind = readKind(options.kind)
        return showOne(await client.models.import({ path: context.path(typed), modelId, kind }), context)
      }),
    ),
  )
  addCommonOptions(
    models
      .command('add <id>')
      .description('Add a model of a server')
      .requiredOption('--runtime <runtime>', `one of ${serverRuntimes.join(', ')}`)
      .requiredOption('--url <url>', 'address of the server')
      .requiredOption('--model <name>', "the server's own name of the model")
      .option('--kind <kind>', 'what it does: "embedding" or "reranking"', 'embedding')
      .option('--key-file <file>', 'file whose first line is the key of the server')
      .option('--price <dollars>', 'dollars for a million tokens'),
  ).action((modelId: string, options: AddOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const added = await client.models.add({
          modelId,
          kind: readKind(options.kind),
          runtime: readChoice('--runtime', options.runtime, serverRuntimes),
          url: options.url,
          name: options.model,
          ...(options.keyFile === undefined ? {} : { key: await readKey(context.path(options.keyFile)) }),
          ...(options.price === undefined ? {} : { inputPrice: readDollars('--price', options.price) }),
        })
        return showOne(added, context)
      }),
    ),
  )
  addCommonOptions(models.command('remove <id>').description('Remove a model from this machine')).action(
    (modelId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const removed = await client.models.remove({ modelId })
          context.result(removed, () => context.terminal.print(`Removed ${toPlainText(modelId)}.`))
          return 'ok'
        }),
      ),
  )
  addCommonOptions(models.command('test <id>').description('Let a model work on a short text')).action(
    (modelId: string, options: CommonOptions) =>
      run(options, (context) =>
        context.withEngine(async (client) => {
          const tried = await client.models.test({ modelId })
          context.result(tried, () =>
            context.terminal.print(`It works: ${Math.round(tried.milliseconds)} ms for a short text.`),
          )
          return 'ok'
        }),
      ),
  )
  registerModelPrices(models, run)
}

async function pull(modelId: string, { client, context }: Place): Promise<Outcome> {
  const job = await followJob(client, await client.models.pull({ modelId }), context.terminal)
  assertJobDone(job)
  const failures = await listFailures(client, job)
  const model = (await client.models.list({})).find(({ id }) => id === modelId) ?? null
  context.result({ model, job, failures }, () => {
    if (failures.length === 0) context.terminal.print(`${toPlainText(modelId)} is installed.`)
  })
  if (!context.json) sayFailures(failures, context)
  return job.progress.failed > 0 ? 'incomplete' : 'ok'
}

function readKind(typed: string): ModelKind {
  return readChoice('--kind', typed, ModelKind.options)
}

async function readKey(path: string): Promise<string> {
  const [line = ''] = (await readTypedFile(path)).split(/\r?\n/)
  if (line === '') throw usageError(`The first line of ${path} is empty, and a key is not.`)
  return line
}

function showOne(model: Model, context: CommandContext): Outcome {
  context.result(model, () => showModels([model], context))
  return 'ok'
}

function showModels(models: readonly Model[], { terminal }: CommandContext): void {
  const rows = models.map(({ id, kind, runtime, state, bytes, dimensions, language, licence }) => [
    toPlainText(id),
    kind,
    runtime,
    state,
    bytes === null ? '' : formatBytes(bytes),
    dimensions === null ? '' : `${dimensions}`,
    language ?? '',
    licence ?? '',
  ])
  const head = ['model', 'kind', 'runtime', 'state', 'size', 'dimensions', 'language', 'licence']
  for (const line of formatTable(head, rows)) terminal.print(line)
}
