import { copyFile, cp, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ModelKind } from '../../../contract/models.ts'
import { Failure } from '../../../domain/failure.ts'
import { estimateMemory } from '../gguf/choose-resources.ts'
import { readGgufHeader } from '../gguf/read-header.ts'
import { listParts, readShape } from '../gguf/read-shape.ts'
import type { LanguageModel } from '../language-model.ts'
import {
  type LocalOptions,
  openLocalEmbedder,
  openLocalEntailer,
  openLocalLanguageModel,
  openLocalReranker,
} from '../local/open-local-model.ts'
import { type Embedder, type Entailer, ModelError, type Reranker } from '../model-runner.ts'
import type { LocalRuntime, ModelDescription } from '../model-source.ts'
import { findWeights, pathOf } from './find-weights.ts'
import { lockFile, writeLock } from './model-lock.ts'

export type ModelImport = {
  /** A GGUF file, or a folder with an ONNX model or one GGUF file. */
  path: string
  kind: ModelKind
  /** Where the model comes to lie. */
  folder: string
  description?: Partial<ModelDescription>
  options?: LocalOptions
}

export type Imported = {
  runtime: LocalRuntime
  /** Null for a language model, whose answers are compared with none. */
  fingerprint: string | null
  bytes: number
  /** Null for a model that gives no vectors. */
  dimensions: number | null
  /** Of a language model the context that it was made for. */
  maximumTokens: number | null
  /** Of a language model: what a usual conversation with it takes, and how many numbers it was taught. */
  memoryBytes: number | null
  parameters: number | null
}

/** Beside the weights and their tokeniser: what describes a model. */
const describing = [
  'config.json',
  'tokenizer_config.json',
  'sentence_bert_config.json',
  '1_Pooling/config.json',
  'config_sentence_transformers.json',
]

/**
 * Copies a model from the disk and tries it. Only what the model needs is copied; nothing is left when it does not run.
 *
 * @throws ModelError MODEL_FAILED with the reason, Failure PATH_NOT_FOUND, PATH_UNREADABLE, DISK_FULL
 */
export async function importModel({ path, kind, folder, description, options }: ModelImport): Promise<Imported> {
  const partial = `${folder}.import`
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true })
    const runtime = await copyModel(path, { kind, to: partial })
    const source = { runtime, folder: partial, ...(description === undefined ? {} : { description }) }
    const files = await findWeights(partial, runtime)
    const locked = await Promise.all(files.map((file) => lockFile(partial, file)))
    await writeLock(partial, locked)
    const shape = kind === 'language' ? await readShape(pathOf(partial, files[0])) : null
    const model = await openers[kind](source, options)
    try {
      await tryModel(model)
    } finally {
      await model.close()
    }
    await mkdir(dirname(folder), { recursive: true })
    await rename(partial, folder)
    return {
      runtime,
      fingerprint: 'fingerprint' in model ? model.fingerprint : null,
      bytes: locked.reduce((sum, { bytes }) => sum + bytes, 0),
      dimensions: 'dimensions' in model ? model.dimensions : null,
      maximumTokens: 'maximumTokens' in model ? model.maximumTokens : (shape?.contextTokens ?? null),
      memoryBytes: shape === null ? null : estimateMemory(shape),
      parameters: shape?.parameters ?? null,
    }
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw toFailure(error, path)
  }
}

const openers = {
  embedding: openLocalEmbedder,
  reranking: openLocalReranker,
  entailment: openLocalEntailer,
  language: openLocalLanguageModel,
} satisfies Record<ModelKind, unknown>

/** Loading says what a model claims to be; only work shows whether its numbers are any. */
async function tryModel(model: Embedder | Reranker | Entailer | LanguageModel): Promise<void> {
  const { signal } = new AbortController()
  if ('stream' in model) {
    const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello.' }] }]
    await model.generate({ messages, maximumOutputTokens: 1, signal })
    return
  }
  if ('embed' in model) await model.embed(['a text'], { purpose: 'passage', signal })
  else if ('score' in model) await model.score('a question', ['a text'], signal)
  else await model.judge([{ premise: 'a text', claim: 'a claim' }], signal)
}

/** Checked before anything is copied, and before a runtime sees it. */
async function copyModel(path: string, { kind, to }: { kind: ModelKind; to: string }): Promise<LocalRuntime> {
  const found = await stat(path)
  if (!found.isDirectory()) {
    // A pipe would be read without an end.
    if (!found.isFile() || !path.toLowerCase().endsWith('.gguf')) {
      throw new ModelError('MODEL_FAILED', 'the file is no .gguf file')
    }
    await checkGguf(path, kind)
    for (const each of await listParts(path)) await copyFile(each, join(to, basename(each)))
    return 'gguf'
  }
  const runtime = kind === 'language' ? 'gguf' : await runtimeOf(path)
  const files = await findWeights(path, runtime)
  if (runtime === 'gguf') await checkGguf(pathOf(path, files[0]), kind)
  for (const file of [...files, ...(runtime === 'onnx' ? describing : [])]) await copyIfThere(path, to, file)
  return runtime
}

/** @throws ModelError MODEL_FAILED for a file that is damaged, not whole, or no language model where one is asked for */
async function checkGguf(path: string, kind: ModelKind): Promise<void> {
  if (kind === 'language') await readShape(path)
  else for (const each of await listParts(path)) await readGgufHeader(each)
}

async function runtimeOf(folder: string): Promise<LocalRuntime> {
  try {
    await findWeights(folder, 'gguf')
    return 'gguf'
  } catch (error) {
    if (error instanceof ModelError) return 'onnx'
    throw error
  }
}

async function copyIfThere(from: string, to: string, file: string): Promise<void> {
  try {
    await cp(pathOf(from, file), pathOf(to, file), { dereference: true })
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing || !describing.includes(file)) throw error
  }
}

/** Of a path that names nothing, as the system and Node say it: a file in the place of a folder, links in a circle. */
const noPath = new Set<unknown>(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

function toFailure(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (noPath.has(code)) return new Failure('PATH_NOT_FOUND', { path }, { cause: error })
  if (code === 'EACCES' || code === 'EPERM') return new Failure('PATH_UNREADABLE', { path }, { cause: error })
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Failure('DISK_FULL', {}, { cause: error })
  return error
}
