import { z } from 'zod'
import { procedure } from './base.ts'
import { Chunking } from './chunking.ts'
import { Id, LibraryReference, Timestamp } from './common.ts'
import { ErasureReport } from './erasures.ts'
import { declare } from './errors.ts'
import { Job } from './jobs.ts'
import { ModelId } from './models.ts'

/** Any visible text of 1 to 120 characters; compared without regard to case or to how Unicode composes it. */
export const LibraryName = z
  .string()
  .transform((name) => name.normalize('NFC').trim())
  .pipe(z.string().min(1).max(120))

/** The vectors of a library. */
export const LibraryEmbedding = z.object({
  /** The model whose vectors are searched; null: by keywords only. */
  modelId: ModelId.nullable(),
  /** Chunks that have a vector of it. */
  vectors: z.int(),
  /** The model that it changes to while the other still serves; null for none. */
  next: z.object({ modelId: ModelId, vectors: z.int(), jobId: Id.nullable() }).nullable(),
})
export type LibraryEmbedding = z.infer<typeof LibraryEmbedding>

/** What a change of a library's embedding model takes. */
export const EmbeddingEstimate = z.object({
  chunks: z.int(),
  /** Of these, chunks whose text has a vector of the model already. */
  cached: z.int(),
  /** Tokens that the model has to read, counted as chunks are. */
  tokens: z.int(),
  /** From the rate that was measured just now on some of the chunks; null when the model did not answer. */
  seconds: z.number().nullable(),
  /** Null when nobody has said what the model costs. */
  nanoDollars: z.int().nonnegative().nullable(),
})
export type EmbeddingEstimate = z.infer<typeof EmbeddingEstimate>

export const Library = z.object({
  id: Id,
  name: z.string(),
  createdAt: Timestamp,
  /** Documents by state, without those in the trash, and the chunks that can be searched now. */
  documents: z.object({ ready: z.int(), failed: z.int(), trashed: z.int() }),
  chunks: z.int(),
  /** Bytes of the originals. */
  bytes: z.int(),
  /** How its documents are cut. */
  chunking: Chunking,
  embedding: LibraryEmbedding,
  /**
   * What its documents say is sent to no model on another machine: not to one that answers, nor to one that embeds, cuts or
   * reranks. Questions are no words of its documents. One that is asked of it and of other libraries together may reach the
   * embedding model of those.
   */
  localOnly: z.boolean(),
  /** Tags in use, most used first, at most 200. */
  tags: z.array(z.object({ tag: z.string(), documents: z.int() })),
})
export type Library = z.infer<typeof Library>

/** Why a model can't be had. */
const modelErrors = [
  'MODEL_NOT_FOUND',
  'MODEL_NOT_INSTALLED',
  'MODEL_FAILED',
  'MODEL_UNREACHABLE',
  'NETWORK_OFFLINE',
] as const

export const libraries = {
  list: procedure
    .route({ method: 'GET', path: '/libraries', tags: ['libraries'], summary: 'All libraries by name' })
    .output(z.array(Library)),
  get: procedure
    .route({ method: 'GET', path: '/libraries/{library}', tags: ['libraries'], summary: 'One library' })
    .errors(declare('LIBRARY_NOT_FOUND'))
    .input(z.object({ library: LibraryReference }))
    .output(Library),
  create: procedure
    .route({ method: 'POST', path: '/libraries', tags: ['libraries'], summary: 'Make a library', successStatus: 201 })
    .errors(declare('LIBRARY_NAME_TAKEN', 'DISK_FULL'))
    .input(z.object({ name: LibraryName }))
    .output(Library),
  rename: procedure
    .route({ method: 'PATCH', path: '/libraries/{library}', tags: ['libraries'], summary: 'Rename a library' })
    .errors(declare('LIBRARY_NOT_FOUND', 'LIBRARY_NAME_TAKEN', 'DISK_FULL'))
    .input(z.object({ library: LibraryReference, name: LibraryName }))
    .output(Library),
  /**
   * What is not said stays, and so does all when something of it is refused. How documents are cut changes from now on; with
   * `rechunk`, those that are there are cut anew by a job. A library whose embedding model is on another machine is kept on
   * this one only after it got another, or none.
   */
  configure: procedure
    .route({
      method: 'PATCH',
      path: '/libraries/{library}/settings',
      tags: ['libraries'],
      summary: 'Settings of a library',
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'CHUNKING_NEEDS_MODEL', 'MODEL_NOT_LOCAL', 'DISK_FULL'))
    .input(
      z.object({
        library: LibraryReference,
        chunking: Chunking.optional(),
        rechunk: z.boolean().default(true),
        localOnly: z.boolean().optional(),
      }),
    )
    .output(z.object({ library: Library, job: Job.nullable() })),
  estimateEmbedding: procedure
    .route({
      method: 'GET',
      path: '/libraries/{library}/embedding/estimate',
      tags: ['libraries'],
      summary: 'What vectors of a model would take',
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'MODEL_NOT_LOCAL', ...modelErrors))
    .input(z.object({ library: LibraryReference, modelId: ModelId }))
    .output(EmbeddingEstimate),
  /**
   * Gives a library vectors of a model, or of another model than it has, in the background: what it has serves until
   * all are there. Null takes its vectors away.
   */
  embed: procedure
    .route({
      method: 'PUT',
      path: '/libraries/{library}/embedding',
      tags: ['libraries'],
      summary: 'Choose the embedding model of a library',
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'MODEL_NOT_LOCAL', 'DISK_FULL', ...modelErrors))
    .input(z.object({ library: LibraryReference, modelId: ModelId.nullable() }))
    .output(z.object({ library: Library, job: Job.nullable() })),
  /** Erases the library, its documents and everything derived from them. Running jobs on it are cancelled first. */
  delete: procedure
    .route({ method: 'DELETE', path: '/libraries/{library}', tags: ['libraries'], summary: 'Delete a library' })
    .errors(declare('LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(z.object({ library: LibraryReference }))
    .output(z.object({ id: Id, documents: z.int(), chunks: z.int(), erasure: ErasureReport })),
}
