import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function libraryHandlers(procedures: Procedures, { store, jobs, ingest, folders }: Rooms) {
  const { list, get, create, rename, configure, delete: remove } = procedures.libraries
  return {
    list: list.handler(() => store.read('libraries.list', null)),
    get: get.handler(({ input }) => store.read('libraries.get', input)),
    create: create.handler(({ input }) => store.write('libraries.create', { name: input.name, now: Date.now() })),
    rename: rename.handler(({ input }) => store.write('libraries.rename', input)),
    configure: configure.handler(notYet),
    delete: remove.handler(async ({ input }) => {
      const deleted = await folders.withoutLibrary(input.library, async () => {
        await jobs.cancelLibrary(input.library)
        return store.write('libraries.delete', input)
      })
      void ingest.sweep()
      return deleted
    }),
  }
}
