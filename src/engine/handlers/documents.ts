import { documentCareHandlers } from './document-care.ts'
import { openDocument } from './open-document.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function documentHandlers(procedures: Procedures, rooms: Rooms) {
  const { store, jobs, ingest } = rooms
  const documents = procedures.documents
  return {
    list: documents.list.handler(({ input, signal }) => store.read('documents.list', input, signal)),
    get: documents.get.handler(({ input }) => store.read('documents.get', input)),

    import: documents.import.handler(async ({ input }) => {
      const job = await ingest.importPaths(input)
      jobs.wake()
      return jobs.get(job.id)
    }),

    upload: documents.upload.handler(async ({ input }) => {
      const job = await ingest.upload({
        library: input.library,
        jobId: input.jobId,
        files: input.files.map((file, index) => ({
          name: input.names?.[index] ?? file.name,
          file,
          modifiedAt: input.modifiedAt?.[index] ?? file.lastModified,
        })),
      })
      jobs.wake()
      return jobs.get(job.id)
    }),

    addUrls: documents.addUrls.handler(async ({ input }) => {
      const job = await ingest.addUrls(input)
      jobs.wake()
      return jobs.get(job.id)
    }),
    addText: documents.addText.handler(async ({ input }) => {
      const job = await ingest.addText(input)
      jobs.wake()
      return jobs.get(job.id)
    }),
    ...documentCareHandlers(procedures, rooms),

    content: documents.content.handler(({ input, signal }) => store.read('documents.content', input, signal)),
    locate: documents.locate.handler(({ input, signal }) => store.read('documents.locate', input, signal)),

    open: documents.open.handler(async ({ input }) =>
      openDocument(await store.read('documents.get', input), {
        openExternally: rooms.openExternally,
        dataFolder: rooms.about.dataFolder,
      }),
    ),

    original: documents.original.handler(async ({ input }) =>
      ingest.readOriginal(await store.read('documents.get', input)),
    ),
  }
}
