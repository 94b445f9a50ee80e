import { finishedJobStates, type JobState } from '../../../contract/jobs.ts'
import type { WriteConnection } from '../connection.ts'

const mostFinished = 100
const longestDays = 30
const dayMs = 24 * 60 * 60 * 1_000

/** States as SQL takes them behind IN. */
export function listStates(states: readonly JobState[]): string {
  return `(${states.map((state) => `'${state}'`).join(', ')})`
}

const finished = listStates(finishedJobStates)

/**
 * Bounds what is kept of jobs that have ended: the newest hundred, for thirty days. Of completed ones the files that
 * were unchanged are only counted from now on: a folder that is added again and again would leave a row for each of its
 * files each time. Called where a job is made, so that nothing grows between starts either.
 */
export function trimHistory(connection: WriteConnection, now: number): void {
  connection.run(
    'jobs.trim',
    `DELETE FROM jobs WHERE state IN ${finished} AND (finished_at < :oldest OR id NOT IN (
       SELECT id FROM jobs WHERE state IN ${finished} ORDER BY finished_at DESC, id DESC LIMIT :most))`,
    { oldest: now - longestDays * dayMs, most: mostFinished },
  )
  connection.run(
    'jobItems.trim',
    `DELETE FROM job_items WHERE state = 'unchanged' AND job_id IN (SELECT id FROM jobs WHERE state = 'completed')`,
  )
}
