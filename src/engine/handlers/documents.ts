import { locateSpan } from '../../domain/locate-span.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function documentHandlers(procedures: Procedures, { store, jobs, ingest }: Rooms) {
  const documents = procedures.documents
  return {
    list: documents.list.handler(({ input }) => store.read('documents.list', input)),
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

    delete: documents.delete.handler(async ({ input }) => {
      const { id, chunks } = await store.write('documents.delete', input)
      void ingest.sweep()
      return { id, chunks }
    }),

    content: documents.content.handler(async ({ input }) => {
      const content = await store.read('documents.content', input)
      const blocks = content.blocks.slice(input.fromBlock, input.fromBlock + input.limit)
      const textStart = blocks[0]?.start ?? 0
      return {
        totalBlocks: content.blocks.length,
        fromBlock: input.fromBlock,
        textStart,
        text: content.text.slice(textStart, blocks.at(-1)?.end ?? textStart),
        blocks,
      }
    }),

    locate: documents.locate.handler(async ({ input }) =>
      locateSpan(await store.read('documents.content', { documentId: input.documentId }), input),
    ),

    original: documents.original.handler(async ({ input }) =>
      ingest.readOriginal(await store.read('documents.get', input)),
    ),
  }
}
