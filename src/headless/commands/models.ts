import type { Command } from 'commander'
import { type Model, ModelKind } from '../../contract/models.ts'
import { ProviderKind, ProviderProtocol } from '../../contract/providers.ts'
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
import {
  addProvider,
  findProvider,
  isProviderKind,
  removeProvider,
  setBatches,
  showLanguageModels,
  showProviders,
  testProvider,
} from './providers.ts'

const serverRuntimes = ['openai-compatible', 'gemini', 'ollama'] as const

const kindWords = '"embedding", "reranking", "entailment" or "language"'

type KindOption = CommonOptions & { kind: string }
type AddOptions = KindOption & {
  runtime?: string
  url?: string
  model?: string
  protocol?: string
  keyFile?: string
  keyEnv?: string
  price?: string
}

/** `models`. */
export function registerModels(program: Command, run: CommandRunner): void {
  const models = program
    .command('models')
    .description('Models that answer, embed, rerank and check sentences, and their providers')

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
        const isAsked = kind === undefined || kind === 'language'
        const providers = isAsked ? await client.providers.list() : []
        const languageModels = isAsked ? await client.providers.models({}) : []
        context.result({ models: all, providers, languageModels }, () => {
          showModels(all, context)
          if (providers.length > 0) showProviders(providers, { client, context })
          if (isAsked) showLanguageModels(languageModels, { client, context })
        })
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
      .command('add <name>')
      .description('Add a provider of language models, or one model of a server that embeds or reranks')
      .option(
        '--kind <kind>',
        `a provider: ${ProviderKind.options.join(', ')}; a model: embedding, reranking`,
        'embedding',
      )
      .option('--url <url>', 'address of the server; most providers have one of their own')
      .option('--protocol <protocol>', `of a provider: ${ProviderProtocol.options.join(', ')}`)
      .option('--key-env <variable>', 'environment variable that holds the key of the server')
      .option('--key-file <file>', 'file whose first line is the key of the server')
      .option('--runtime <runtime>', `of a model: ${serverRuntimes.join(', ')}`)
      .option('--model <name>', "of a model: the server's own name of it")
      .option('--price <dollars>', 'dollars for a million tokens'),
  ).action((modelId: string, options: AddOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const key = await readKey(options, context)
        const { kind, url, protocol } = options
        if (isProviderKind(kind)) {
          const typed = { ...(url === undefined ? {} : { url }), ...(protocol === undefined ? {} : { protocol }) }
          return addProvider(modelId, { kind, key, ...typed }, { client, context })
        }
        const added = await client.models.add({
          modelId,
          kind: readKind(kind),
          runtime: readChoice('--runtime', required('--runtime', options.runtime), serverRuntimes),
          url: required('--url', url),
          name: required('--model', options.model),
          ...(key === null ? {} : { key }),
          ...(options.price === undefined ? {} : { inputPrice: readDollars('--price', options.price) }),
        })
        return showOne(added, context)
      }),
    ),
  )
  addCommonOptions(
    models.command('remove <name>').description('Remove a model from this machine, or a provider and its key'),
  ).action((modelId: string, options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const provider = modelId.includes('/') ? null : await findProvider(client, modelId)
        if (provider !== null) return removeProvider(provider, { client, context })
        const removed = await client.models.remove({ modelId })
        context.result(removed, () => context.terminal.print(`Removed ${toPlainText(modelId)}.`))
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    models.command('test <name>').description('Let a model work on a short text, or try a provider and its key'),
  ).action((modelId: string, options: CommonOptions) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const provider = await findProvider(client, modelId)
        const [, model] = /^[^/]*\/(.+)$/su.exec(modelId) ?? []
        if (provider !== null) return testProvider(provider, model, { client, context })
        const tried = await client.models.test({ modelId })
        context.result(tried, () =>
          context.terminal.print(`It works: ${Math.round(tried.milliseconds)} ms for a short text.`),
        )
        return 'ok'
      }),
    ),
  )
  addCommonOptions(
    models
      .command('batches <provider>')
      .description('Use a provider’s lower price for questions that can wait (ask --later): off until you ask for it')
      .option('--on', 'use it: question and passages then lie with the provider for up to a day')
      .option('--off', 'ask at once, in turn')
      .option('--percent <number>', 'what that costs of the list prices, or "default"'),
  ).action((name: string, options: CommonOptions & { on?: boolean; off?: boolean; percent?: string }) =>
    run(options, (context) =>
      context.withEngine(async (client) => {
        const provider = await findProvider(client, name)
        if (provider === null) throw usageError(`There is no provider "${name}".`)
        return setBatches(provider, options, { client, context })
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

/** The key that the options point at; it never stands in the command itself, which other people's process lists show. */
async function readKey({ keyFile, keyEnv }: AddOptions, context: CommandContext): Promise<string | null> {
  if (keyFile !== undefined && keyEnv !== undefined) throw usageError('Take one of --key-env and --key-file.')
  if (keyEnv !== undefined) {
    const key = process.env[keyEnv]?.trim() ?? ''
    if (key === '') throw usageError(`There is no key in the environment variable ${keyEnv}.`)
    return key
  }
  if (keyFile === undefined) return null
  const path = context.path(keyFile)
  const [line = ''] = (await readTypedFile(path)).split(/\r?\n/)
  if (line === '') throw usageError(`The first line of ${path} is empty, and a key is not.`)
  return line
}

function required(name: string, typed: string | undefined): string {
  if (typed === undefined) throw usageError(`A model of a server needs ${name}. For a provider, say its --kind.`)
  return typed
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
