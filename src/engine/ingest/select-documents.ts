import type { DocumentSelection } from '../../contract/document.ts'
import type { SelectedDocument } from '../store/repositories/documents.ts'
import type { Store } from '../store/store.ts'

/** Documents that come to the engine's thread at once: some milliseconds, where all of a large library took a second. */
const pageRows = 2_000

/**
 * The documents of a selection that are in the trash or out of it, page by page. Between pages something may be done with
 * those before: what goes along with them, as attachments with their mail, is then not in a later page.
 *
 * @throws Failure LIBRARY_NOT_FOUND
 */
export async function* selectDocuments(
  store: Store,
  selection: DocumentSelection,
  trashed: boolean | null,
): AsyncGenerator<SelectedDocument[]> {
  for (let after: number | null = 0; after !== null; ) {
    const page: { last: number | null; documents: SelectedDocument[] } = await store.read('documents.select', {
      ...{ selection, trashed, after, limit: pageRows },
    })
    yield page.documents
    after = page.last
  }
}
