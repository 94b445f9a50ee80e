import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, LibraryReference, Paging, Timestamp } from './common.ts'
import { declare } from './errors.ts'

/**
 * `missing`: the folder itself is not there, as when its disk was unplugged; nothing is deleted, its documents stay and
 * say that their originals are unavailable.
 */
export const FolderState = z.enum(['watching', 'scanning', 'missing', 'paused', 'failed'])
export type FolderState = z.infer<typeof FolderState>

/** A folder that a library follows: what is added, edited, renamed or deleted there is so in the library. */
export const BoundFolder = z.object({
  id: Id,
  libraryId: Id,
  /** Absolute path. */
  path: z.string(),
  /** Patterns as in .gitignore; they add to those of .gitignore and .diwanignore files inside the folder. */
  ignore: z.array(z.string()),
  /** Whether new and changed files wait for a person's yes. */
  review: z.boolean(),
  state: FolderState,
  /** Files that are followed, that wait for review, and that a person has left out. */
  files: z.object({ followed: z.int(), waiting: z.int(), excluded: z.int() }),
  /** Why the folder can't be followed, as a code of the system; null while it can. */
  error: z.string().nullable(),
  reconciledAt: Timestamp.nullable(),
})
export type BoundFolder = z.infer<typeof BoundFolder>

/** A file that waits for a person's yes. */
export const WaitingFile = z.object({
  /** Path inside the folder, with `/`. */
  path: z.string(),
  change: z.enum(['added', 'edited']),
  bytes: z.int(),
  modifiedAt: Timestamp.nullable(),
})
export type WaitingFile = z.infer<typeof WaitingFile>

/** Each `**` inside a rule multiplies the ways to match a path with its depth: the third takes minutes for one file. */
const mostJumps = 2

/** Whether a rule as in .gitignore can be followed in time. A `**` at its end costs nothing. */
export function isFollowableRule(rule: string): boolean {
  return rule.replace(/\/\*\*\/?\s*$/, '').split('**').length - 1 <= mostJumps
}

const folderReference = z.object({ folderId: Id })
const FolderRules = z.object({
  ignore: z
    .array(z.string().min(1).max(1_000).refine(isFollowableRule, 'A rule may have ** twice inside it.'))
    .max(500),
  review: z.boolean(),
})

export const folders = {
  list: procedure
    .route({ method: 'GET', path: '/libraries/{library}/folders', tags: ['folders'], summary: 'Bound folders' })
    .errors(declare('LIBRARY_NOT_FOUND'))
    .input(z.object({ library: LibraryReference }))
    .output(z.array(BoundFolder)),
  /** Named `follow`, because on a client `bind` is what every JavaScript function has. */
  follow: procedure
    .route({
      method: 'POST',
      path: '/libraries/{library}/folders',
      tags: ['folders'],
      summary: 'Follow a folder',
      successStatus: 201,
    })
    .errors(
      declare(
        'LIBRARY_NOT_FOUND',
        'PATH_NOT_FOUND',
        'PATH_UNREADABLE',
        'PATH_UNSUPPORTED',
        'FOLDER_OVERLAPS',
        'DISK_FULL',
      ),
    )
    .input(
      FolderRules.partial().extend({
        library: LibraryReference,
        path: z.string().min(1).max(32_768).describe('absolute path of a folder'),
      }),
    )
    .output(BoundFolder),
  update: procedure
    .route({ method: 'PATCH', path: '/folders/{folderId}', tags: ['folders'], summary: 'Change what is followed' })
    .errors(declare('FOLDER_NOT_FOUND', 'DISK_FULL'))
    .input(FolderRules.partial().extend({ folderId: Id, paused: z.boolean().optional() }))
    .output(BoundFolder),
  /** Stops following. `documents` says what becomes of those that came only from there. */
  unbind: procedure
    .route({ method: 'DELETE', path: '/folders/{folderId}', tags: ['folders'], summary: 'Stop following a folder' })
    .errors(declare('FOLDER_NOT_FOUND', 'DISK_FULL'))
    .input(folderReference.extend({ documents: z.enum(['keep', 'trash']).default('keep') }))
    .output(z.object({ id: Id, documents: z.int() })),
  /** Compares the folder with the library now, without waiting for a change to be noticed. */
  reconcile: procedure
    .route({ method: 'POST', path: '/folders/{folderId}/reconcile', tags: ['folders'], summary: 'Look again now' })
    .errors(declare('FOLDER_NOT_FOUND', 'DISK_FULL'))
    .input(folderReference)
    .output(BoundFolder),
  waiting: procedure
    .route({ method: 'GET', path: '/folders/{folderId}/waiting', tags: ['folders'], summary: 'Files to review' })
    .errors(declare('FOLDER_NOT_FOUND'))
    .input(Paging.extend({ folderId: Id }))
    .output(z.object({ total: z.int(), items: z.array(WaitingFile) })),
  /** Decides on waiting files: all of them, or those named. */
  review: procedure
    .route({
      method: 'POST',
      path: '/folders/{folderId}/review',
      tags: ['folders'],
      summary: 'Accept or leave out files',
    })
    .errors(declare('FOLDER_NOT_FOUND', 'DISK_FULL'))
    .input(
      folderReference.extend({
        decision: z.enum(['accept', 'exclude']),
        paths: z.array(z.string().min(1)).min(1).max(10_000).optional(),
      }),
    )
    .output(BoundFolder),
}
