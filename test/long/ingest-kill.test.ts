import { expect, it } from 'vitest'
import { runKillTrial } from '../support/kill-trial.ts'

it('LIB-3.kill: SIGKILL at a hundred random moments of an ingestion of 200 files', async () => {
  const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
  console.log(`kill trial: seed ${seed} (DIWAN_TRIAL_SEED=${seed} repeats it)`)
  const trial = await runKillTrial({ kills: 100, files: 200, seed })
  const { kills, killsAtStart, killsByQuarter, files, mostAttempts, job, check, notFound, seconds } = trial
  console.log(
    `kill trial: ${kills} kills (${killsAtStart} while starting; by quarter of the work ${killsByQuarter.join(', ')}), ${files} files, ${check.documents} documents ` +
      `(${check.ready} ready, ${check.failed} refused), ${check.chunks} chunks, ${check.problems.length} problems, ` +
      `${notFound.length} not found, most starts of one file ${mostAttempts}, ${seconds} s`,
  )
  expect(check.problems).toEqual([])
  expect(notFound).toEqual([])
  expect(job).toMatchObject({ state: 'completed', total: 200, unchanged: 0 })
  expect({ kills, documents: check.documents }).toEqual({ kills: 100, documents: 200 })
})
