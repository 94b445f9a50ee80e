import type { DocumentSelection } from '../../contract/document.ts'
import { noteJob } from './add-documents.ts'
import { client, engine } from './client.ts'
import { queryClient } from './query-client.ts'
import { refreshWhatJobsChange } from './watch-jobs.ts'

/** Asks again for whatever shows documents, after something was done with some of them. */
export function refreshDocuments(): void {
  refreshWhatJobsChange()
  void queryClient.invalidateQueries({ queryKey: engine.documents.get.key() })
}

/** Moves documents to the trash; gives their ids, for Undo, and how many there were. */
export async function trash(selection: DocumentSelection): Promise<{ documents: number; documentIds: string[] }> {
  const moved = await client.documents.trash({ selection })
  refreshDocuments()
  return moved
}

export async function restore(selection: DocumentSelection): Promise<number> {
  const { documents } = await client.documents.restore({ selection })
  refreshDocuments()
  return documents
}

/** Reads originals again; the jobs show at once. */
export async function reread(selection: DocumentSelection): Promise<void> {
  for (const job of await client.documents.reread({ selection })) noteJob(job)
}

type TagChange = { selection: DocumentSelection; add: readonly string[]; remove: readonly string[] }

export async function changeTags({ selection, add, remove }: TagChange): Promise<number> {
  const { documents } = await client.documents.tag({ selection, add: [...add], remove: [...remove] })
  refreshDocuments()
  return documents
}
