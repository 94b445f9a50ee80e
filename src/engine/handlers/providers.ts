import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function providerHandlers(procedures: Procedures, _rooms: Rooms) {
  const { list, add, update, remove, test, models } = procedures.providers
  return {
    list: list.handler(notYet),
    add: add.handler(notYet),
    update: update.handler(notYet),
    remove: remove.handler(notYet),
    test: test.handler(notYet),
    models: models.handler(notYet),
  }
}
