import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function libraryHandlers(procedures: Procedures, { store, jobs, ingest }: Rooms) {
  const { list, get, create, rename, configure, delete: remove } = procedures.libraries
  return {
    list: list.handler(() => store.read('libraries.list', null)),
    get: get.handler(({ input }) => store.read('libraries.get', input)),
    create: create.handler(({ input }) => store.write('libraries.create', { name: input.name, now: Date.now() })),
    rename: rename.handler(({ input }) => store.write('libraries.rename', input)),
    configure: configure.handler(notYet),
    delete: remove.handler(async ({ input }) => {
      await jobs.cancelLibrary(input.library)
      const deleted = await store.write('libraries.delete', input)
      void ingest.sweep()
      return deleted
    }),
  }
}
