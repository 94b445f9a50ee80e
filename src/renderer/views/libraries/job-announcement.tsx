import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Job } from '../../../contract/jobs.ts'
import { jobDone, useJobTitle } from './job-facts.tsx'

/** Tells readers a job's progress at every tenth part and every change of state, not at every file. */
export function JobAnnouncement({ job }: { job: Job }) {
  const { t } = useTranslation()
  const title = useJobTitle(job)
  const { total } = job.progress
  const tenth = total === 0 ? 0 : Math.floor((jobDone(job) / total) * 10)
  const [text, setText] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these two are worth a word
  useEffect(() => {
    setText(`${title}: ${t(`job.state.${job.state}`)}. ${t('job.progress', { done: jobDone(job), count: total })}`)
  }, [tenth, job.state])
  return (
    <p className="sr-only" aria-live="polite">
      {text}
    </p>
  )
}
