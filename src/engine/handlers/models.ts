import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function modelHandlers(procedures: Procedures, _rooms: Rooms) {
  const { list, pull, import: take, add, remove, test } = procedures.models
  return {
    list: list.handler(notYet),
    pull: pull.handler(notYet),
    import: take.handler(notYet),
    add: add.handler(notYet),
    remove: remove.handler(notYet),
    test: test.handler(notYet),
  }
}
