import { expect, it } from 'vitest'
import { runKillTrial } from '../support/kill-trial.ts'

// The long trial (npm run test:long) kills a hundred times; this one finds what breaks at once.
it('LIB-3.kill: three kills during an ingestion lose nothing and make nothing twice', async () => {
  const { kills, rounds } = await runKillTrial({ kills: 3, files: 30, seed: 20_261_120 })
  for (const { job, check, notFound } of rounds) {
    expect(check.problems).toEqual([])
    expect(notFound).toEqual([])
    expect(job).toMatchObject({ state: 'completed', total: 30, unchanged: 0 })
    expect(check.documents).toBe(30)
  }
  expect(kills).toBe(3)
}, 180_000)
