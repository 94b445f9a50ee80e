import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Model } from '../../contract/models.ts'
import { bytesOf, type CatalogueModel, sourceOf } from '../inference/catalogue/catalogue.ts'
import { canRun } from '../inference/gguf/choose-resources.ts'
import type { LocalModel, ModelSource, RemoteRuntime } from '../inference/model-source.ts'
import { isOnThisMachine } from '../inference/provider-kinds.ts'
import type { StoredModel } from '../store/repositories/models.ts'

/** What the store keeps of a model as JSON. */
const ModelRecord = z.object({
  version: z.literal(1),
  title: z.string(),
  licence: z.string().nullable(),
  bytes: z.int().nullable(),
  dimensions: z.int().nullable(),
  maximumTokens: z.int().nullable(),
  /** Records of before language models have none. */
  parameters: z.int().nullable().default(null),
  memoryBytes: z.int().nullable().default(null),
  language: z.string().nullable(),
  url: z.string().nullable(),
  /** The server's own name of it; null for a local one. */
  name: z.string().nullable(),
  inputPrice: z.int().nullable(),
  isDefault: z.boolean(),
  /** How a local model is run, where its own files don't say. */
  local: z
    .object({
      pooling: z.enum(['mean', 'cls', 'last']).optional(),
      prefixes: z.object({ query: z.string(), passage: z.string() }).optional(),
      maximumTokens: z.int().optional(),
    })
    .nullable(),
})
export type ModelRecord = z.infer<typeof ModelRecord>

export function readRecord(model: StoredModel): ModelRecord {
  return ModelRecord.parse(JSON.parse(model.description))
}

const fresh: ModelRecord = {
  version: 1,
  title: '',
  licence: null,
  bytes: null,
  dimensions: null,
  maximumTokens: null,
  parameters: null,
  memoryBytes: null,
  language: null,
  url: null,
  name: null,
  inputPrice: null,
  isDefault: false,
  local: null,
}

/** A model as the store takes it. */
export function toStored(
  model: Pick<StoredModel, 'id' | 'kind' | 'runtime'>,
  facts: Partial<ModelRecord> & { title: string },
): StoredModel {
  return { ...model, description: JSON.stringify({ ...fresh, ...facts }), addedAt: Date.now() }
}

/** A model of the catalogue that was downloaded. */
export function fromCatalogue(model: CatalogueModel): StoredModel {
  const { id, kind, runtime, title, licence, language, dimensions, maximumTokens, isDefault } = model
  const { parameters, memoryBytes } = model
  const { pooling, prefixes } = sourceOf(model, '').description ?? {}
  return toStored(
    { id, kind, runtime },
    {
      ...{ title, licence, language, dimensions, maximumTokens, isDefault, bytes: bytesOf(model), inputPrice: 0 },
      ...{ parameters, memoryBytes },
      local: {
        maximumTokens,
        ...(pooling === undefined ? {} : { pooling }),
        ...(prefixes === undefined ? {} : { prefixes }),
      },
    },
  )
}

export function showStored(model: StoredModel): Model {
  const { version: _version, name: _name, local: _local, ...shown } = readRecord(model)
  const { id, kind, runtime } = model
  return { ...shown, ...neededMemory(shown), isLocal: staysHere(shown), id, kind, runtime, state: 'installed' }
}

/** Whether what it reads stays on this machine. */
export function staysHere({ url }: Pick<ModelRecord, 'url'>): boolean {
  return url === null || isOnThisMachine(url)
}

export function showCatalogued(model: CatalogueModel, state: Model['state']): Model {
  const { id, kind, runtime, title, licence, dimensions, maximumTokens, language, isDefault } = model
  return {
    ...{ id, kind, runtime, title, state, licence, dimensions, maximumTokens, language, isDefault },
    ...{ parameters: model.parameters, bytes: bytesOf(model) },
    ...neededMemory({ url: null, bytes: bytesOf(model), memoryBytes: model.memoryBytes }),
    url: null,
    isLocal: true,
    inputPrice: 0,
  }
}

type Needs = Pick<ModelRecord, 'url' | 'bytes' | 'memoryBytes'>

/** Where nothing better is known, a model takes its weights' size. */
function neededMemory({ url, bytes, memoryBytes: known }: Needs): Pick<Model, 'memoryBytes' | 'canRun'> {
  const memoryBytes = url === null ? (known ?? bytes) : null
  return { memoryBytes, canRun: memoryBytes === null ? null : canRun(memoryBytes, totalmem()) }
}

/** Where a local model lies; its id may be of any letters. */
export function folderOf(dataFolder: string, modelId: string): string {
  return join(modelsFolder(dataFolder), createHash('sha256').update(modelId).digest('hex').slice(0, 32))
}

export const modelsFolder = (dataFolder: string): string => join(dataFolder, 'models')

/** The name of a server's key among the secrets. */
export const secretOf = (modelId: string): string => `models/${modelId}`

/** How a model is run. `key`: of its server. */
export function toSource(model: StoredModel, options: { dataFolder: string; key: string | null }): ModelSource {
  const record = readRecord(model)
  if (record.url === null) return toLocal(model, record, options.dataFolder)
  return {
    runtime: model.runtime as RemoteRuntime,
    url: record.url,
    name: record.name ?? model.id,
    key: options.key,
    maximumTokens: record.maximumTokens,
    dimensions: record.dimensions,
  }
}

function toLocal({ id, runtime }: StoredModel, { local }: ModelRecord, dataFolder: string): LocalModel {
  const { pooling, prefixes, maximumTokens } = local ?? {}
  return {
    runtime: runtime as LocalModel['runtime'],
    folder: folderOf(dataFolder, id),
    description: {
      ...(pooling === undefined ? {} : { pooling }),
      ...(prefixes === undefined ? {} : { prefixes }),
      ...(maximumTokens === undefined ? {} : { maximumTokens }),
    },
  }
}
