import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, Paging, Timestamp } from './common.ts'
import { declare } from './errors.ts'

/** One kind of derived data: how many rows, entries or files were removed, and how many a fresh look still finds. */
export const ErasedPart = z.object({
  part: z.enum([
    'documents',
    'contents',
    'chunks',
    'index',
    'originals',
    'quotes',
    'history',
    'vectors',
    'cache',
    'entities',
    'memories',
  ]),
  removed: z.int(),
  found: z.int(),
})
export type ErasedPart = z.infer<typeof ErasedPart>

/** What was erased and that it is gone. Holds no name and no text of what was erased, only hashes. */
export const ErasureReport = z.object({
  id: Id,
  erasedAt: Timestamp,
  scope: z.enum(['documents', 'library', 'trash']),
  documents: z.int(),
  /** SHA-256 of each document's id, in hexadecimal and sorted: proof for who knows the id. */
  subjects: z.array(z.string()),
  parts: z.array(ErasedPart),
  /** Copies made before an upgrade that still hold it, and when the last of them goes. */
  backups: z.object({ files: z.int(), goneBy: Timestamp.nullable() }),
  /** SHA-256 over this report without it and the seal of the report before; a changed or missing report breaks the chain. */
  seal: z.string(),
})
export type ErasureReport = z.infer<typeof ErasureReport>

const erasureReference = z.object({ erasureId: Id })

export const erasures = {
  list: procedure
    .route({ method: 'GET', path: '/erasures', tags: ['erasures'], summary: 'Erasure reports, newest first' })
    .input(Paging)
    .output(z.object({ total: z.int(), items: z.array(ErasureReport) })),
  get: procedure
    .route({ method: 'GET', path: '/erasures/{erasureId}', tags: ['erasures'], summary: 'One erasure report' })
    .errors(declare('ERASURE_NOT_FOUND'))
    .input(erasureReference)
    .output(ErasureReport),
  /** Looks again for everything the report names, and checks its seal. */
  verify: procedure
    .route({ method: 'POST', path: '/erasures/{erasureId}/verify', tags: ['erasures'], summary: 'Verify an erasure' })
    .errors(declare('ERASURE_NOT_FOUND'))
    .input(erasureReference)
    .output(z.object({ sealed: z.boolean(), parts: z.array(ErasedPart), clean: z.boolean() })),
}
