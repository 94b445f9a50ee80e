import { Failure } from '../../domain/failure.ts'
import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function modelHandlers(procedures: Procedures, { models, languages, jobs, settings }: Rooms) {
  const { list, pull, import: take, add, remove, test } = procedures.models
  return {
    list: list.handler(({ input }) => models.list(input.kind)),
    pull: pull.handler(async ({ input }) => {
      const { network } = await settings.values()
      if (network.offline) throw new Failure('NETWORK_OFFLINE', {})
      const { jobId } = await models.pull(input.modelId)
      jobs.wake()
      return jobs.get(jobId)
    }),
    import: take.handler(({ input }) => models.take(input)),
    add: add.handler(({ input }) => models.add(input)),
    remove: remove.handler(async ({ input }) => {
      // A process that has the file open would keep it, and go on answering.
      await languages.forget(input.modelId)
      await models.remove(input.modelId)
      return input
    }),
    test: test.handler(({ input }) => models.test(input.modelId)),
  }
}
