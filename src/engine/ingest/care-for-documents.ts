import type { DocumentSelection } from '../../contract/document.ts'
import type { Store } from '../store/store.ts'
import { inBatches } from './in-batches.ts'
import { selectDocuments } from './select-documents.ts'

/** What is done with many documents at once. Documents of a selection that are not there are passed over. */
export type DocumentCare = {
  /**
   * Answers with the ids of those that were not in the trash before, for undo; attachments go with their mails.
   *
   * @throws Failure LIBRARY_NOT_FOUND, DISK_FULL
   */
  trash(selection: DocumentSelection): Promise<{ documents: number; documentIds: string[] }>
  /** @throws Failure LIBRARY_NOT_FOUND, DISK_FULL */
  restore(selection: DocumentSelection): Promise<{ documents: number }>
  /** @throws Failure LIBRARY_NOT_FOUND, DISK_FULL */
  tag(input: {
    selection: DocumentSelection
    add: readonly string[]
    remove: readonly string[]
  }): Promise<{ documents: number }>
}

/** Ids that an answer holds at most. */
const mostIds = 10_000

/** Works in batches, so that a selection of thousands does not keep the store's only writer from everybody else. */
export function createDocumentCare({ store }: { store: Store }): DocumentCare {
  async function eachBatch(
    selection: DocumentSelection,
    trashed: boolean | null,
    work: (documentIds: string[]) => Promise<void>,
  ): Promise<void> {
    for await (const page of selectDocuments(store, selection, trashed)) {
      for (const batch of inBatches(page)) await work(batch.map(({ id }) => id))
    }
  }

  return {
    async trash(selection) {
      const now = Date.now()
      const trashed: string[] = []
      await eachBatch(selection, false, async (documentIds) => {
        trashed.push(...(await store.write('documents.trash', { documentIds, now })).documentIds)
      })
      return { documents: trashed.length, documentIds: trashed.slice(0, mostIds) }
    },

    async restore(selection) {
      let documents = 0
      await eachBatch(selection, true, async (documentIds) => {
        documents += (await store.write('documents.restore', { documentIds })).documentIds.length
      })
      return { documents }
    },

    async tag({ selection, add, remove }) {
      let documents = 0
      await eachBatch(selection, null, async (documentIds) => {
        documents += (await store.write('documents.tag', { documentIds, add, remove })).documents
      })
      return { documents }
    },
  }
}
