import { assertMeasurable, readJudgedSet } from '../../domain/evaluation/read-judged-set.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function evaluationHandlers(procedures: Procedures, { store, evaluations }: Rooms) {
  const { sets, run, runs, get, delete: remove } = procedures.evaluation
  return {
    sets: {
      list: sets.list.handler(({ input }) => store.read('questionSets.list', { library: input.library ?? null })),
      get: sets.get.handler(({ input, signal }) => store.read('questionSets.get', input, signal)),
      save: sets.save.handler(({ input }) => {
        assertMeasurable(input.questions)
        return store.write('questionSets.save', { ...input, now: Date.now() })
      }),
      delete: sets.delete.handler(({ input }) => store.write('questionSets.delete', input)),
      read: sets.read.handler(({ input }) => readJudgedSet(input)),
      draft: sets.draft.handler(({ input, signal }) => evaluations.draft(input, signal)),
    },
    run: run.handler(({ input, signal }) => evaluations.run(input, signal)),
    runs: runs.handler(({ input, signal }) =>
      store.read('evaluations.list', { setId: input.setId ?? null, offset: input.offset, limit: input.limit }, signal),
    ),
    get: get.handler(({ input, signal }) => store.read('evaluations.get', input, signal)),
    delete: remove.handler(({ input }) => store.write('evaluations.delete', input)),
  }
}
