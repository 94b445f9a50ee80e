import { expect, it } from 'vitest'
import { runKillTrial } from '../support/kill-trial.ts'

// The long trial (npm run test:long) kills a hundred times; this one finds what breaks at once.
it('LIB-3.kill: five kills during an ingestion lose nothing and make nothing twice', async () => {
  const trial = await runKillTrial({ kills: 5, files: 50, seed: 20_261_120 })
  expect(trial.check.problems).toEqual([])
  expect(trial.notFound).toEqual([])
  expect(trial).toMatchObject({ kills: 5, job: { state: 'completed', total: 50, unchanged: 0 } })
  expect(trial.check.documents).toBe(50)
}, 180_000)
