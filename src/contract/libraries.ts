import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Timestamp } from './common.ts'
import { declare } from './errors.ts'

/** Any visible text of 1 to 120 characters; compared without regard to case or to how Unicode composes it. */
export const LibraryName = z
  .string()
  .transform((name) => name.normalize('NFC').trim())
  .pipe(z.string().min(1).max(120))

export const Library = z.object({
  id: Id,
  name: z.string(),
  createdAt: Timestamp,
  /** Documents by state, and the chunks that can be searched now. */
  documents: z.object({ ready: z.int(), failed: z.int() }),
  chunks: z.int(),
  /** Bytes of the originals. */
  bytes: z.int(),
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
  /** Removes the library, its documents and everything derived from them. Running jobs on it are cancelled first. */
  delete: procedure
    .route({ method: 'DELETE', path: '/libraries/{library}', tags: ['libraries'], summary: 'Delete a library' })
    .errors(declare('LIBRARY_NOT_FOUND', 'DISK_FULL'))
    .input(z.object({ library: LibraryReference }))
    .output(z.object({ id: Id, documents: z.int(), chunks: z.int() })),
}
