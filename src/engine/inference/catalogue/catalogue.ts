import { z } from 'zod'
import resource from '../../../../resources/models.json' with { type: 'json' }
import { ModelId, ModelKind } from '../../../contract/models.ts'
import type { LocalModel } from '../model-source.ts'

const CatalogueFile = z.object({
  /** Below the model's folder and its repository alike. */
  path: z.string().regex(/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/),
  /** About so many: for a person who decides, and for a bar until the server says. */
  bytes: z.int().positive(),
  /** Null where it is not known for certain; the hub's own word is taken then. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})

const CatalogueModel = z.object({
  id: ModelId,
  title: z.string(),
  kind: ModelKind,
  runtime: z.enum(['onnx', 'gguf']),
  isDefault: z.boolean(),
  licence: z.string(),
  language: z.string(),
  dimensions: z.int().positive().nullable(),
  maximumTokens: z.int().positive(),
  /** Of a language model: numbers that it was taught, and memory that a usual conversation with it takes. */
  parameters: z.int().positive().nullable().default(null),
  memoryBytes: z.int().positive().nullable().default(null),
  pooling: z.enum(['mean', 'cls', 'last']).nullable(),
  prefixes: z.object({ query: z.string(), passage: z.string() }).nullable(),
  /** Where the files lie on the hub, and the model that they were made from. */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  origin: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** A commit; null takes the newest. */
  revision: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .nullable(),
  files: z.array(CatalogueFile).min(1),
})
export type CatalogueModel = z.infer<typeof CatalogueModel>
export type CatalogueFile = z.infer<typeof CatalogueFile>

const Catalogue = z.object({
  version: z.literal(1),
  hub: z.url({ protocol: /^https$/ }),
  models: z.array(CatalogueModel),
})
export type Catalogue = z.infer<typeof Catalogue>

/** The models that Diwan knows by name. @throws ZodError for a catalogue that does not fit its shape */
export function readCatalogue(content: unknown = resource): Catalogue {
  return Catalogue.parse(content)
}

/** How an installed model of the catalogue is run. */
export function sourceOf(model: CatalogueModel, folder: string): LocalModel {
  const { runtime, maximumTokens, pooling, prefixes } = model
  return {
    runtime,
    folder,
    description: {
      maximumTokens,
      ...(pooling === null ? {} : { pooling }),
      ...(prefixes === null ? {} : { prefixes }),
    },
  }
}

export const bytesOf = ({ files }: CatalogueModel): number => files.reduce((sum, { bytes }) => sum + bytes, 0)
