import { expect, it } from 'vitest'
import { runVectorKillTrial } from '../support/vector-kill-trial.ts'

it('SIGKILL at fifty random moments of saving a vector index: no wrong result ever', async () => {
  const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
  console.log(`vector kill trial: seed ${seed} (DIWAN_TRIAL_SEED=${seed} repeats it)`)
  const { kills, checks, head, seconds, left } = await runVectorKillTrial({ kills: 50, seed })
  const fromFiles = checks.filter(({ reached }) => reached > 0).length
  const worst = Math.min(...checks.map(({ settled }) => settled.recall))
  console.log(
    `vector kill trial: ${kills} kills, ${fromFiles} of ${checks.length} starts from files, ${head} changes, ` +
      `lowest recall@10 ${worst.toFixed(4)}, ${seconds} s`,
  )
  for (const { settled, early, vectorsRight, log } of checks) {
    expect({ ...settled, vectorsRight, log }).toMatchObject({
      wrong: [],
      isComplete: true,
      vectorsRight: true,
      log: [],
    })
    if (early.isComplete) expect(early.wrong).toEqual([])
  }
  expect(worst).toBeGreaterThanOrEqual(0.99)
  expect(fromFiles).toBeGreaterThan(kills / 2)
  expect(left).toEqual([])
})
