import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function libraryHandlers(procedures: Procedures, { store, jobs, folders, erasures, rechunking }: Rooms) {
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
    estimateEmbedding: estimateEmbedding.handler(notYet),
    embed: embed.handler(notYet),
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
