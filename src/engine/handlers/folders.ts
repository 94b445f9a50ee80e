import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function folderHandlers(procedures: Procedures, { folders }: Rooms) {
  const { list, follow, update, unbind, reconcile, waiting, review } = procedures.folders
  return {
    list: list.handler(({ input }) => folders.list(input.library)),
    follow: follow.handler(({ input }) => folders.bind(input)),
    update: update.handler(({ input }) => folders.update(input)),
    unbind: unbind.handler(({ input }) => folders.unbind(input)),
    reconcile: reconcile.handler(({ input }) => folders.reconcile(input.folderId)),
    waiting: waiting.handler(({ input }) => folders.waiting(input)),
    review: review.handler(({ input }) => folders.review(input)),
  }
}
