import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'

export function folderHandlers({ folders }: Procedures) {
  return {
    list: folders.list.handler(notYet),
    bind: folders.bind.handler(notYet),
    update: folders.update.handler(notYet),
    unbind: folders.unbind.handler(notYet),
    reconcile: folders.reconcile.handler(notYet),
    waiting: folders.waiting.handler(notYet),
    review: folders.review.handler(notYet),
  }
}
