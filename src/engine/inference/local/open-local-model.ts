import { createHash } from 'node:crypto'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ModelKind } from '../../../contract/models.ts'
import type { Settings } from '../../../contract/settings.ts'
import { findWeights } from '../files/find-weights.ts'
import { hashModel } from '../files/model-lock.ts'
import type { LanguageModel } from '../language-model.ts'
import { type Embedder, type Entailer, ModelError, type Reranker } from '../model-runner.ts'
import type { LoadRequest, LocalModel, LocalRuntime } from '../model-source.ts'
import { describeFolder } from '../onnx/describe-folder.ts'
import { asLanguageModel } from './as-language-model.ts'
import { createKeptStates, type KeptStates } from './kept-states.ts'
import { createLanguageClient } from './language-client.ts'
import type { FromLanguageModel, ToLanguageModel } from './language-protocol.ts'
import { asEmbedder, asEntailer, asReranker } from './local-model.ts'
import { createModelClient } from './model-client.ts'
import { startModelProcess } from './process-channel.ts'

export type LocalOptions = {
  /** Threads of one calculation; the runtime's choice without it. */
  threads?: number
  /** A model without work for so long gives its memory back. */
  idleMs?: number
  /** A language model that has work and is silent for so long hangs, and is ended. */
  silenceMs?: number
  /** For what language models knew of conversations when they were put to rest; without it, nothing of that is kept. */
  statesFolder?: string
  /** Starts the process of a model, where the host's binary is no Node that could be forked. */
  startProcess?: typeof startModelProcess
  /** What a person set for language models; asked each time that one is started. */
  settings?: () => Promise<Settings['local']>
}

/** @throws ModelError MODEL_FAILED with the reason, when the folder is no embedding model that runs here */
export async function openLocalEmbedder(model: LocalModel, options: LocalOptions = {}): Promise<Embedder> {
  return asEmbedder(await open('embedding', model, options))
}

/** @throws ModelError MODEL_FAILED with the reason, when the folder is no reranker that runs here */
export async function openLocalReranker(model: LocalModel, options: LocalOptions = {}): Promise<Reranker> {
  return asReranker(await open('reranking', model, options))
}

/** @throws ModelError MODEL_FAILED with the reason, when the folder is no model of entailment that runs here */
export async function openLocalEntailer(model: LocalModel, options: LocalOptions = {}): Promise<Entailer> {
  if (model.runtime === 'gguf') throw new ModelError('MODEL_FAILED', 'an entailment model has to be of ONNX, not GGUF')
  return asEntailer(await open('entailment', model, options))
}

async function open(kind: ModelKind, model: LocalModel, options: LocalOptions) {
  const { threads, idleMs, startProcess = startModelProcess } = options
  const request = await describeLoad(kind, model, threads ?? null)
  const client = createModelClient({
    start: () => startProcess(entry(entries[model.runtime])),
    request: request.load,
    ...(idleMs === undefined ? {} : { idleMs }),
  })
  try {
    return { client, fingerprint: request.fingerprint, facts: await client.load() }
  } catch (error) {
    await client.close()
    throw error
  }
}

/**
 * Loads a language model, to be closed. Its process is ended when it is idle, and started anew with the next call.
 *
 * @throws ModelError MODEL_FAILED with the reason, when the folder is no language model that runs here
 */
export async function openLocalLanguageModel(model: LocalModel, options: LocalOptions = {}): Promise<LanguageModel> {
  if (model.runtime !== 'gguf') throw new ModelError('MODEL_FAILED', 'a language model has to be of GGUF, not ONNX')
  const { settings = async () => usualSettings, startProcess = startModelProcess } = options
  const [file] = await findWeights(model.folder, model.runtime)
  const states = statesOf(model, options)
  // What was left by an engine that was killed, which nobody can open any more.
  await states?.clear()
  const client = createLanguageClient({
    start: () => startProcess<ToLanguageModel, FromLanguageModel>(entry('../gguf/language-model-process')),
    async load() {
      const { idleMinutes, gpuLayers, threads, contextTokens } = await settings()
      const idleMs = options.idleMs ?? idleMinutes * 60_000
      const wanted = { gpuLayers, threads: threads ?? options.threads ?? null, contextTokens }
      return { load: { folder: model.folder, file, settings: wanted }, idleMs }
    },
    ...(states === null ? {} : { states }),
    ...(options.silenceMs === undefined ? {} : { silenceMs: options.silenceMs }),
  })
  try {
    return asLanguageModel(client, await client.facts())
  } catch (error) {
    await client.close()
    throw error
  }
}

function statesOf({ folder }: LocalModel, { statesFolder }: LocalOptions): KeptStates | null {
  if (statesFolder === undefined) return null
  return createKeptStates(join(statesFolder, createHash('sha256').update(folder).digest('hex').slice(0, 32)))
}

const usualSettings: Settings['local'] = { gpuLayers: null, threads: null, contextTokens: null, idleMinutes: 5 }

const entries: Readonly<Record<LocalRuntime, string>> = {
  onnx: '../onnx/onnx-process',
  gguf: '../gguf/gguf-process',
}

/** In its folder in the source tree; in the flat build beside the module that starts it. */
function entry(path: string): string {
  const extension = extname(import.meta.url)
  const place = extension === '.ts' ? `${path}${extension}` : `./${path.split('/').at(-1)}${extension}`
  return fileURLToPath(new URL(place, import.meta.url))
}

async function describeLoad(
  kind: ModelKind,
  { runtime, folder, description: given }: LocalModel,
  threads: number | null,
): Promise<{ load: LoadRequest; fingerprint: string }> {
  const files = await findWeights(folder, runtime)
  const described = await describeFolder(folder)
  const description = { ...described, ...given }
  const hashes = await hashModel(folder, files)
  // Whatever changes a vector changes the fingerprint.
  const identity = JSON.stringify([runtime, hashes, kind === 'embedding' ? description : description.maximumTokens])
  const fingerprint = createHash('sha256').update(identity).digest('hex')
  return { load: { kind, runtime, folder, file: files[0], description, threads }, fingerprint }
}
