import type { JobPriority } from '../../../contract/jobs.ts'

/** Priorities as the table keeps them: larger begins first. */
const ranks: Record<JobPriority, number> = { high: 1, normal: 0, low: -1 }

export function rankOf(priority: JobPriority): number {
  return ranks[priority]
}

/** The priority in SQL, by its rank. */
export const priorityColumn = `CASE sign(j.priority) WHEN 1 THEN 'high' WHEN -1 THEN 'low' ELSE 'normal' END AS priority`
