import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function libraryHandlers(procedures: Procedures, rooms: Rooms) {
  const { store, jobs, folders, erasures, rechunking, embedding } = rooms
  const { list, get, create, rename, configure, estimateEmbedding, embed, delete: remove } = procedures.libraries
  return {
    list: list.handler(() => store.read('libraries.list', null)),
    get: get.handler(({ input }) => store.read('libraries.get', input)),
    create: create.handler(({ input }) => store.write('libraries.create', { name: input.name, now: Date.now() })),
    rename: rename.handler(({ input }) => store.write('libraries.rename', input)),
    configure: configure.handler(async ({ input }) => {
      const { jobId, superseded } = await rechunking.configure(input)
      await jobs.cancelUnfinished(superseded)
      jobs.wake()
      const library = await store.read('libraries.get', input)
      return { library, job: jobId === null ? null : await jobs.get(jobId) }
    }),
    estimateEmbedding: estimateEmbedding.handler(({ input, signal }) => embedding.estimate(input, signal)),
    embed: embed.handler(async ({ input }) => {
      const { id } = await store.read('libraries.get', input)
      const { jobId, superseded } = await embedding.choose({ library: id, modelId: input.modelId })
      await jobs.cancelUnfinished(superseded)
      jobs.wake()
      const library = await store.read('libraries.get', { library: id })
      return { library, job: jobId === null ? null : await jobs.get(jobId) }
    }),
    delete: remove.handler(async ({ input }) => {
      const { id } = await store.read('libraries.get', input)
      const erasure = await folders.withoutLibrary(id, async () => {
        await jobs.cancelLibrary(id)
        return erasures.eraseLibrary(id)
      })
      const chunks = erasure.parts.find(({ part }) => part === 'chunks')?.removed ?? 0
      return { id, documents: erasure.documents, chunks, erasure }
    }),
  }
}
