import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { ReadConnection, WriteConnection } from '../connection.ts'
import { withMembersUriRange } from './members.ts'

type NamedDocument = { libraryKey: number; name: string; uri: string }
type Item = { jobId: string; ordinal: number; state: string; bytes: number }
export type FormerItem = Item & NamedDocument

/** Of a job's payload, what may name the document; the rest stays as it is. */
const Payload = z.looseObject({ roots: z.array(z.string()).optional() })

/**
 * Takes a document out of the history of jobs: its items go, with their share of the counts, and so do its name in labels
 * and its path among the roots. Items of files inside it go too, also those that a job still means to read. Answers with
 * the number of items.
 */
export function forgetInHistory(connection: WriteConnection, document: NamedDocument): number {
  // CROSS keeps the order: a hundred jobs are asked for the address, not all items for their jobs.
  const items = connection.all<Item>(
    'eraseHistory.items',
    `SELECT i.job_id AS jobId, i.ordinal, i.state, i.bytes FROM jobs j CROSS JOIN job_items i ON i.job_id = j.id
     WHERE j.library_key = :libraryKey AND ${withMembersUriRange('i.uri', ':uri')}`,
    { libraryKey: document.libraryKey, uri: document.uri },
  )
  for (const item of items) forgetItem(connection, item)
  forgetInJobs(connection, document)
  return items.length
}

/**
 * The same for items of documents that had another address then, as files that were renamed since. A look through all
 * items, so once an erasure.
 */
export function findFormerItems(connection: ReadConnection, erasure: number): FormerItem[] {
  return connection.all<FormerItem>(
    'eraseHistory.former',
    `SELECT i.job_id AS jobId, i.ordinal, i.state, i.bytes, i.name, i.uri, j.library_key AS libraryKey
     FROM job_items i JOIN jobs j ON j.id = i.job_id
     WHERE i.document_id IN (SELECT document_id FROM erased_documents WHERE erasure = ? AND gone = 1)`,
    [erasure],
  )
}

export function forgetFormerItems(connection: WriteConnection, items: readonly FormerItem[]): void {
  for (const item of items) {
    forgetItem(connection, item)
    forgetInJobs(connection, item)
  }
}

function forgetItem(connection: WriteConnection, { jobId, ordinal, state, bytes }: Item): void {
  connection.run('eraseHistory.delete', 'DELETE FROM job_items WHERE job_id = ? AND ordinal = ?', [jobId, ordinal])
  connection.run(
    'eraseHistory.count',
    `UPDATE jobs SET total = total - 1, bytes_total = bytes_total - :bytes, bytes_done = bytes_done - :done,
       ready = ready - :ready, unchanged = unchanged - :unchanged, failed = failed - :failed WHERE id = :jobId`,
    {
      jobId,
      bytes,
      done: state === 'pending' || state === 'cancelled' ? 0 : bytes,
      ready: Number(state === 'ready'),
      unchanged: Number(state === 'unchanged'),
      failed: Number(state === 'failed'),
    },
  )
}

/** A job's label is made of names of what was added, and its roots are paths of it. */
function forgetInJobs(connection: WriteConnection, { libraryKey, name, uri }: NamedDocument): void {
  const ownName = name.split('/').at(-1) ?? name
  const path = uri.startsWith('file:') ? fileURLToPath(uri) : null
  const jobs = connection.all<{ id: string; label: string; payload: string }>(
    'eraseHistory.jobs',
    `SELECT id, label, payload FROM jobs WHERE library_key = ? AND (instr(label, ?) > 0 OR instr(payload, ?) > 0)`,
    // JSON writes the path with escapes.
    [libraryKey, ownName, JSON.stringify(path ?? uri).slice(1, -1)],
  )
  const [whole, own] = [name, ownName].map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const named = new RegExp(`(?<=^|, )(?:${whole}|${own})(?=, | …|$)`, 'gu')
  for (const { id, label, payload: stored } of jobs) {
    const payload = Payload.parse(JSON.parse(stored))
    const roots = payload.roots?.filter((root) => root !== path)
    connection.run('eraseHistory.saveJob', 'UPDATE jobs SET label = ?, payload = ? WHERE id = ?', [
      label.replace(named, '…'),
      JSON.stringify({ ...payload, ...(roots !== undefined && { roots }) }),
      id,
    ])
  }
}
