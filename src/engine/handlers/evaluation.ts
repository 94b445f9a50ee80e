import { notYet } from './not-yet.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function evaluationHandlers(procedures: Procedures, _rooms: Rooms) {
  const { sets, run, runs } = procedures.evaluation
  return {
    sets: {
      list: sets.list.handler(notYet),
      get: sets.get.handler(notYet),
      save: sets.save.handler(notYet),
      delete: sets.delete.handler(notYet),
      draft: sets.draft.handler(notYet),
    },
    run: run.handler(notYet),
    runs: runs.handler(notYet),
  }
}
