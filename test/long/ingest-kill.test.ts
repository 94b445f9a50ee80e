import { expect, it } from 'vitest'
import { runKillTrial } from '../support/kill-trial.ts'

it('LIB-3.kill: SIGKILL at a hundred random moments of an ingestion of 200 files', async () => {
  const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
  console.log(`kill trial: seed ${seed} (DIWAN_TRIAL_SEED=${seed} repeats it)`)
  const { kills, killsAtStart, killsByQuarter, files, rounds, seconds } = await runKillTrial({
    kills: 100,
    files: 200,
    seed,
  })
  console.log(
    `kill trial: ${kills} kills (${killsAtStart} while starting; by quarter of the work ${killsByQuarter.join(', ')}) ` +
      `over ${rounds.length} ingestions of ${files} files, ${seconds} s`,
  )
  for (const { job, check, notFound, mostAttempts } of rounds) {
    console.log(
      `kill trial: ${check.documents} documents (${check.ready} ready, ${check.failed} refused), ${check.chunks} chunks, ` +
        `${check.problems.length} problems, ${notFound.length} not found, most starts of one file ${mostAttempts}`,
    )
    expect(check.problems).toEqual([])
    expect(notFound).toEqual([])
    expect(job).toMatchObject({ state: 'completed', total: 200, unchanged: 0 })
    expect(check.documents).toBe(200)
  }
  expect(kills).toBe(100)
})
