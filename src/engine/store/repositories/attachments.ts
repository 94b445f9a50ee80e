import type { Document } from '../../../contract/document.ts'
import { containerUri } from '../../../domain/member-address.ts'
import type { ReadConnection } from '../connection.ts'
import { type DocumentRow, documentColumns, findDocument, toDocument } from './document-row.ts'
import { memberUriRange } from './members.ts'

const mails = new Set<unknown>(['eml', 'mbox', 'msg'])

/** As many as a page can show; an archive may hold a hundred thousand. */
const mostShown = 1_000

export const attachmentReads = {
  /**
   * What came out of a mail; for any other document what came out of the archive or mail that it came from, without
   * itself. In order of their names, without those in the trash, at most a thousand.
   */
  'documents.attachments': (connection: ReadConnection, input: { documentId: string }): Document[] => {
    const document = findDocument(connection, input.documentId)
    const container = mails.has(document.type) ? document.uri : containerUri(document.uri)
    if (container === null) return []
    return connection
      .all<DocumentRow>(
        'documents.attachments',
        `${documentColumns} WHERE d.library_key = :libraryKey AND ${memberUriRange('d.uri', ':container')}
           AND d.key <> :key AND d.trashed_at IS NULL ORDER BY d.folded_name, d.key LIMIT :limit`,
        { libraryKey: document.libraryKey, container, key: document.key, limit: mostShown },
      )
      .map(toDocument)
  },
}
