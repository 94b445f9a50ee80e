import { z } from 'zod'

/** What a page's main thread did without a pause. All in microseconds. */
export type Task = {
  start: number
  end: number
  /** The part in which the thread had a processor: what is left when the machine does other work too. */
  worked: number
}

export type MainThread = {
  /** By start; those that run inside others are counted with those. */
  tasks: readonly Task[]
  /** When each frame's layers were handed over, the last thing that the thread does for a frame; by time. */
  frames: readonly number[]
}

/** Categories of Chromium's trace: those of tasks, and those of frames where they are asked for. */
export const taskCategories = ['toplevel', '__metadata']
export const frameCategories = [...taskCategories, 'devtools.timeline']

const TraceEvent = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds. */
  ts: z.number().optional(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).optional(),
})
type TraceEvent = z.infer<typeof TraceEvent>
const Trace = z.object({ traceEvents: z.array(TraceEvent) })

/** Reads Chromium's trace of a page. Of several renderers the busiest is the page's. */
export function readMainThread(trace: Buffer): MainThread {
  const { traceEvents } = Trace.parse(JSON.parse(trace.toString('utf8')))
  const mainThreads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const events = mainThreads
    .map(({ pid, tid }) => traceEvents.filter((event) => event.pid === pid && event.tid === tid))
    .toSorted((left, right) => right.length - left.length)[0]
  if (events === undefined) throw new Error('the trace names no main thread')
  const tasks = outermost(events.filter(({ name }) => name === 'ThreadControllerImpl::RunTask'))
  if (tasks.length === 0) throw new Error('the trace holds no tasks')
  const frames = events.flatMap(({ name, ts }) => (name === 'Layerize' && ts !== undefined ? [ts] : []))
  return { tasks, frames: frames.toSorted((left, right) => left - right) }
}

function outermost(events: readonly TraceEvent[]): readonly Task[] {
  const tasks = events
    // A task that was running when the trace ended has no length.
    .flatMap(({ ts, dur, tdur }) => (ts === undefined || dur === undefined ? [] : [{ ts, dur, tdur: tdur ?? dur }]))
    .map(({ ts, dur, tdur }) => ({ start: ts, end: ts + dur, worked: tdur }))
    .toSorted((left, right) => left.start - right.start)
  let covered = 0
  return tasks.filter((task) => {
    const outer = task.start >= covered
    covered = Math.max(covered, task.end)
    return outer
  })
}
