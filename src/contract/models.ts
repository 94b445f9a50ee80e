import { z } from 'zod'
import { procedure } from './base.ts'
import { declare } from './errors.ts'
import { Job } from './jobs.ts'

/**
 * What a model does: texts into vectors, a question and a passage into how well they fit, a text and a claim into
 * whether the claim follows from the text, or a conversation into what comes next (`language`: on this machine; those of
 * servers belong to providers).
 */
export const ModelKind = z.enum(['embedding', 'reranking', 'entailment', 'language'])
export type ModelKind = z.infer<typeof ModelKind>

/** What runs it: on this machine (`onnx`, `gguf`), or the protocol of a server. */
export const ModelRuntime = z.enum(['onnx', 'gguf', 'openai-compatible', 'gemini', 'ollama'])
export type ModelRuntime = z.infer<typeof ModelRuntime>

export const isLocalRuntime = (runtime: ModelRuntime): boolean => runtime === 'onnx' || runtime === 'gguf'

/** A name from the catalogue, one given at an import, or `NAME/MODEL` for a model of a server. */
export const ModelId = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:@/-]*$/u)
  .max(200)

export const Model = z.object({
  id: ModelId,
  kind: ModelKind,
  runtime: ModelRuntime,
  title: z.string(),
  /** `available`: in the catalogue, not on this machine. A model of a server is `installed` once it was added. */
  state: z.enum(['available', 'downloading', 'installed']),
  /** SPDX identifier; null where nobody has said. */
  licence: z.string().nullable(),
  /** Of its files; null for a model of a server. */
  bytes: z.int().nullable(),
  /** Numbers of a vector; null for a model that gives none, and for a model of a server until it was tested. */
  dimensions: z.int().nullable(),
  /** Tokens of its own tokeniser that it reads of one text, or of one conversation; null when unknown. */
  maximumTokens: z.int().nullable(),
  /** Numbers that it was taught; null when unknown. */
  parameters: z.int().nullable(),
  /** Memory that it takes at work; null for a model of a server, and where nobody has said. */
  memoryBytes: z.int().nullable(),
  /** Whether this machine has that memory: `tight` while little else runs. Null where it is not known. */
  canRun: z.enum(['yes', 'tight', 'no']).nullable(),
  /** `multilingual`, or an ISO 639-1 code. */
  language: z.string().nullable(),
  /** Address of its server; null for a local one. Keys are never shown. */
  url: z.string().nullable(),
  /** What it reads stays on this machine: it runs here, or is a server at an address of this machine. */
  isLocal: z.boolean(),
  /** Nano-dollars for a million input tokens; 0 for a local one, null when nobody has said. */
  inputPrice: z.int().nonnegative().nullable(),
  /** The one that the page offers first for its kind. */
  isDefault: z.boolean(),
})
export type Model = z.infer<typeof Model>

const modelReference = z.object({ modelId: ModelId })

export const models = {
  list: procedure
    .route({ method: 'GET', path: '/models', tags: ['models'], summary: 'Models: of the catalogue, installed, added' })
    .input(z.object({ kind: ModelKind.optional() }))
    .output(z.array(Model)),
  /** Downloads a model of the catalogue; a download that was cut off goes on where it stopped. */
  pull: procedure
    .route({ method: 'POST', path: '/models/pull', tags: ['models'], summary: 'Download a model' })
    .errors(declare('MODEL_NOT_FOUND', 'NETWORK_OFFLINE', 'DISK_FULL'))
    .input(modelReference)
    .output(Job),
  /** Copies a model's folder (ONNX with its tokeniser) or file (GGUF) from this machine. */
  import: procedure
    .route({ method: 'POST', path: '/models/import', tags: ['models'], summary: 'Take a model from the disk' })
    .errors(declare('PATH_NOT_FOUND', 'PATH_UNREADABLE', 'MODEL_NAME_TAKEN', 'MODEL_INVALID', 'DISK_FULL'))
    .input(z.object({ path: z.string().min(1).max(4_096), modelId: ModelId, kind: ModelKind }))
    .output(Model),
  /** Adds a model of a server. The key is kept by the host's secret store and never given back. */
  add: procedure
    .route({
      method: 'POST',
      path: '/models',
      tags: ['models'],
      summary: 'Add a model of a server',
      successStatus: 201,
    })
    .errors(declare('MODEL_NAME_TAKEN', 'MODEL_INVALID', 'DISK_FULL'))
    .input(
      z.object({
        modelId: ModelId,
        kind: ModelKind,
        runtime: z.enum(['openai-compatible', 'gemini', 'ollama']),
        url: z.url({ protocol: /^https?$/ }),
        /** The server's own name of the model. */
        name: z.string().min(1).max(200),
        key: z.string().min(1).max(10_000).optional(),
        inputPrice: z.int().nonnegative().optional(),
      }),
    )
    .output(Model),
  remove: procedure
    .route({ method: 'DELETE', path: '/models', tags: ['models'], summary: 'Remove a model from this machine' })
    .errors(declare('MODEL_NOT_FOUND', 'MODEL_IN_USE'))
    .input(modelReference)
    .output(z.object({ modelId: ModelId })),
  /** Lets the model work on a short text. */
  test: procedure
    .route({ method: 'POST', path: '/models/test', tags: ['models'], summary: 'Try a model' })
    .errors(
      declare(
        'MODEL_NOT_FOUND',
        'MODEL_NOT_INSTALLED',
        'MODEL_FAILED',
        'MODEL_UNREACHABLE',
        'NETWORK_OFFLINE',
        'BUDGET_EXCEEDED',
        'PRICE_UNKNOWN',
      ),
    )
    .input(modelReference)
    .output(z.object({ model: Model, milliseconds: z.number() })),
}
