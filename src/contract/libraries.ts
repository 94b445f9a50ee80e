import { z } from 'zod'
import { procedure } from './base.ts'
import { Chunking } from './chunking.ts'
import { Id, LibraryReference, Timestamp } from './common.ts'
import { ErasureReport } from './erasures.ts'
import { declare } from './errors.ts'
import { Job } from './jobs.ts'

/** Any visible text of 1 to 120 characters; compared without regard to case or to how Unicode composes it. */
export const LibraryName = z
  .string()
  .transform((name) => name.normalize('NFC').trim())
  .pipe(z.string().min(1).max(120))

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
  /** Tags in use, most used first, at most 200. */
  tags: z.array(z.object({ tag: z.string(), documents: z.int() })),
})
export type Library = z.infer<typeof Library>

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
  /** Changes how documents are cut from now on; with `rechunk`, those that are there are cut anew by a job. */
  configure: procedure
    .route({
      method: 'PATCH',
      path: '/libraries/{library}/settings',
      tags: ['libraries'],
      summary: 'Settings of a library',
    })
    .errors(declare('LIBRARY_NOT_FOUND', 'CHUNKING_NEEDS_MODEL', 'DISK_FULL'))
    .input(z.object({ library: LibraryReference, chunking: Chunking, rechunk: z.boolean().default(true) }))
    .output(z.object({ library: Library, job: Job.nullable() })),
  /** Erases the library, its documents and everything derived from them. Running jobs on it are cancelled first. */
  delete: procedure
    .route({ method: 'DELETE', path: '/libraries/{library}', tags: ['libraries'], summary: 'Delete a library' })
    .errors(declare('LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(z.object({ library: LibraryReference }))
    .output(z.object({ id: Id, documents: z.int(), chunks: z.int(), erasure: ErasureReport })),
}
