import type { Procedures } from './procedure.ts'
import type { Rooms } from './rooms.ts'

export function jobHandlers(procedures: Procedures, { store, jobs }: Rooms) {
  const { list, get, items, watch, pause, resume, cancel, prioritise, retry } = procedures.jobs
  return {
    list: list.handler(({ input }) => jobs.list(input)),
    get: get.handler(({ input }) => jobs.get(input.jobId)),
    items: items.handler(async ({ input }) => {
      await store.read('jobs.get', input)
      return store.read('jobItems.list', input)
    }),
    watch: watch.handler(async ({ input, signal }) => {
      // Asked before the stream begins, so that an unknown job is an error of the call.
      await jobs.get(input.jobId)
      return jobs.watch(input.jobId, signal)
    }),
    pause: pause.handler(({ input }) => jobs.pause(input.jobId)),
    resume: resume.handler(({ input }) => jobs.resume(input.jobId)),
    cancel: cancel.handler(({ input }) => jobs.cancel(input.jobId)),
    prioritise: prioritise.handler(({ input }) => jobs.prioritise(input.jobId, input.priority)),
    retry: retry.handler(({ input }) => jobs.retry(input.jobId)),
  }
}
