import type { JobRunner } from '../../src/engine/jobs/job-runner.ts'

/** Of a kind of job that a test makes none of. */
export const noRunner: JobRunner = { run: () => Promise.reject(new Error('no job of this kind is made here')) }
