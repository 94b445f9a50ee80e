import { unfinishedJobStates } from '../../../contract/jobs.ts'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { addItems } from './add-items.ts'
import { type FolderRow, findFolderKey } from './folders.ts'
import { listStates } from './job-history.ts'
import type { ItemInput } from './job-items.ts'
import { jobWrites } from './jobs.ts'

const unfinished = listStates(unfinishedJobStates)

/** Adds items to the folder's job, or to a new one when there is none or it has ended meanwhile. Answers with its id. */
export function addToFolderJob(
  connection: WriteConnection,
  input: { folder: FolderRow; items: readonly ItemInput[]; jobId: string | null; now: number },
): string {
  const { folder, items } = input
  const open = connection.get<{ id: string }>(
    'folderJobs.open',
    `SELECT id FROM jobs WHERE id = ? AND state IN ${unfinished}`,
    [input.jobId],
  )
  if (open !== undefined) {
    addItems(connection, open.id, items)
    return open.id
  }
  const { id } = jobWrites['jobs.create'](connection, {
    kind: 'ingest',
    priority: 'low',
    library: folder.libraryId,
    label: folder.path.slice(folder.path.search(/[^/\\]*$/)) || folder.path,
    payload: JSON.stringify({ version: 1, format: 'files', roots: [], folder: folder.id }),
    listing: false,
    items: [...items],
    now: input.now,
  })
  connection.run('folderJobs.note', 'UPDATE folders SET job_id = ? WHERE key = ?', [id, folder.key])
  return id
}

export const folderJobReads = {
  /** The unfinished jobs that read files of a folder: one, and those that a person told to try again. */
  'folders.unfinishedJobs': (connection: ReadConnection, input: { folderId: string }): string[] => {
    findFolderKey(connection, input.folderId)
    return connection
      .all<{ id: string }>(
        'folderJobs.unfinished',
        `SELECT id FROM jobs WHERE state IN ${unfinished} AND payload ->> 'folder' = ? ORDER BY created_at, id`,
        [input.folderId],
      )
      .map(({ id }) => id)
  },
}

export const folderJobWrites = {
  /**
   * Takes note of how the folder's last job ended. Whoever cancels it wants its files left alone for now, so the folder
   * pauses; any other end leaves what was not read to the next comparison.
   */
  'folders.endJob': (connection: WriteConnection, input: { folderId: string }): { state: string | null } => {
    const key = findFolderKey(connection, input.folderId)
    const job = connection.get<{ state: string }>(
      'folderJobs.last',
      'SELECT j.state FROM folders f JOIN jobs j ON j.id = f.job_id WHERE f.key = ?',
      [key],
    )
    connection.run(
      'folderJobs.end',
      `UPDATE folders SET job_id = NULL, paused = CASE WHEN ? = 'cancelled' THEN 1 ELSE paused END WHERE key = ?`,
      [job?.state ?? null, key],
    )
    return { state: job?.state ?? null }
  },
}
