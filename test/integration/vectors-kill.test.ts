import { expect, it } from 'vitest'
import { runVectorKillTrial } from '../support/vector-kill-trial.ts'

it('an index whose process was killed while it saved gives no wrong result, and goes on from what was saved', async () => {
  const { checks, left } = await runVectorKillTrial({ kills: 4, seed: 4 })
  for (const { settled, early, vectorsRight, log } of checks) {
    expect({ ...settled, vectorsRight, log }).toMatchObject({
      wrong: [],
      isComplete: true,
      vectorsRight: true,
      log: [],
    })
    expect(settled.recall).toBeGreaterThanOrEqual(0.99)
    if (early.isComplete) expect(early.wrong).toEqual([])
  }
  expect(checks.at(-1)?.reached).toBeGreaterThan(0)
  expect(left).toEqual([])
})
