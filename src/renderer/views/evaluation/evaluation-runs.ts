import { create } from 'zustand'
import type { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import { client, engine } from '../../engine/client.ts'
import { disconnected, isStopped } from '../../engine/failure.ts'
import { queryClient } from '../../engine/query-client.ts'

/** A run that goes on, or one that failed and has not been put away. */
export type LiveRun = {
  done: number
  /** 0 before the engine has said how many there are. */
  total: number
  startedAt: number
  error: unknown
  controller: AbortController
}

export type RunRequest = {
  setId: string
  retrieval: RetrievalOverrides
  against?: RetrievalOverrides
  answers: boolean
}

type Runs = { live: Readonly<Record<string, LiveRun>> }

/** Runs by question set. They go on while the person looks at other views. */
export const useEvaluationRuns = create<Runs>(() => ({ live: {} }))

function put(setId: string, run: LiveRun): void {
  useEvaluationRuns.setState(({ live }) => ({ live: { ...live, [setId]: run } }))
}

/** Forgets a run; the engine ends one that goes on. */
export function stopRun(setId: string): void {
  useEvaluationRuns.getState().live[setId]?.controller.abort()
  useEvaluationRuns.setState(({ live }) => ({
    live: Object.fromEntries(Object.entries(live).filter(([other]) => other !== setId)),
  }))
}

/** Runs a set; answers with the id of the evaluation that was kept, or null when it was stopped or failed. */
export async function startRun(request: RunRequest): Promise<string | null> {
  const { setId } = request
  const controller = new AbortController()
  let run: LiveRun = { done: 0, total: 0, startedAt: Date.now(), error: null, controller }
  put(setId, run)
  try {
    let kept: string | null = null
    for await (const event of await client.evaluation.run(request, { signal: controller.signal })) {
      if (event.type === 'evaluation-end') kept = event.evaluation.id
      else {
        run = { ...run, done: event.done, total: event.total }
        if (!controller.signal.aborted) put(setId, run)
      }
    }
    if (kept === null) throw disconnected('')
    stopRun(setId)
    await queryClient.invalidateQueries({ queryKey: engine.evaluation.runs.key() })
    return kept
  } catch (error) {
    if (!isStopped(error, controller.signal)) put(setId, { ...run, error })
    return null
  }
}
