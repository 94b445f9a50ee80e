import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'

/** What is done with documents that are in a library. */
export function documentCareHandlers({ documents }: Procedures) {
  return {
    trash: documents.trash.handler(notYet),
    restore: documents.restore.handler(notYet),
    erase: documents.erase.handler(notYet),
    tag: documents.tag.handler(notYet),
    describe: documents.describe.handler(notYet),
    reread: documents.reread.handler(notYet),
    report: documents.report.handler(notYet),
    chunks: documents.chunks.handler(notYet),
    previewChunks: documents.previewChunks.handler(notYet),
    find: documents.find.handler(notYet),
    attachments: documents.attachments.handler(notYet),
  }
}
