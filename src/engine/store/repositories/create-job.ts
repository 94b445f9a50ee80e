import { v7 as newId } from 'uuid'
import type { Job, JobPriority } from '../../../contract/jobs.ts'
import type { WriteConnection } from '../connection.ts'
import { addItems } from './add-items.ts'
import { trimHistory } from './job-history.ts'
import type { ItemInput } from './job-items.ts'
import { rankOf } from './job-priority.ts'
import { findLibraryKey } from './libraries.ts'

export type NewJob = {
  kind: Job['kind']
  /** Normal without one. */
  priority?: JobPriority
  /** Null for what belongs to no library, such as a download. */
  library: string | null
  label: string
  payload: string
  listing: boolean
  items: readonly ItemInput[]
  now: number
}

/** Makes a job and its first items; answers with its id. `listing` while a job of its own kind still has to find the rest. */
export function createJob(connection: WriteConnection, input: NewJob): string {
  const libraryKey = input.library === null ? null : findLibraryKey(connection, input.library).key
  trimHistory(connection, input.now)
  const id = newId()
  connection.run(
    'jobs.create',
    `INSERT INTO jobs (id, kind, priority, library_key, label, payload, state, listing, created_at)
     VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?)`,
    [
      id,
      input.kind,
      rankOf(input.priority ?? 'normal'),
      libraryKey,
      input.label,
      input.payload,
      input.listing ? 1 : 0,
      input.now,
    ],
  )
  addItems(connection, id, input.items)
  return id
}
