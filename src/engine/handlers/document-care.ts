import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

/** What is done with documents that are in a library. */
export function documentCareHandlers(
  { documents }: Procedures,
  { store, care, erasures, ingest, jobs, rechunking }: Rooms,
) {
  return {
    trash: documents.trash.handler(({ input }) => care.trash(input.selection)),
    restore: documents.restore.handler(({ input }) => care.restore(input.selection)),
    erase: documents.erase.handler(({ input }) => erasures.eraseDocuments(input.selection)),
    tag: documents.tag.handler(({ input }) => care.tag(input)),
    describe: documents.describe.handler(({ input }) => store.write('documents.describe', input)),
    reread: documents.reread.handler(async ({ input }) => {
      const made = await ingest.reread(input.selection)
      jobs.wake()
      return Promise.all(made.map(({ id }) => jobs.get(id)))
    }),
    report: documents.report.handler(({ input }) => store.read('documents.report', input)),
    chunks: documents.chunks.handler(({ input, signal }) => store.read('chunks.list', input, signal)),
    previewChunks: documents.previewChunks.handler(({ input, signal }) => rechunking.preview(input, signal)),
    find: documents.find.handler(({ input, signal }) => store.read('documents.find', input, signal)),
    attachments: documents.attachments.handler(({ input, signal }) =>
      store.read('documents.attachments', input, signal),
    ),
  }
}
