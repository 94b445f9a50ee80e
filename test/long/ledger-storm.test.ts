import { expect, it } from 'vitest'
import { runLedgerKillTrial } from '../support/ledger-kill-trial.ts'
import { greedyAfter, honestManner, runLedgerStorm } from '../support/ledger-storm.ts'

const seed = Number(process.env.DIWAN_TRIAL_SEED ?? Date.now() % 1_000_000)
const dollar = 1e9

it('10,000 calls of eight agents over servers that fail at random: the ledger is the servers’ own record', async () => {
  console.log(`ledger storm: seed ${seed} (DIWAN_TRIAL_SEED=${seed} repeats it)`)
  const storm = await runLedgerStorm({ calls: 10_000, seed, budget: 1_000 * dollar, manner: honestManner })
  const { answered, failed, entries, counted, brokenOff, servers, seconds } = storm
  console.log(
    `ledger storm: ${answered} answered, ${failed} failed, ${entries} entries, ${servers} nano-dollars billed, ` +
      `${brokenOff} streams broken off (${counted.entries} counted here), ${seconds} s`,
  )
  expect(storm.ledger).toBe(servers)
  expect(storm.standing).toEqual({ spent: Number(storm.ledger) + counted.nanoDollars, reserved: 0 })
  expect(storm).toMatchObject({ largestExcess: 0, drifted: 0 })
  expect(answered + failed).toBe(10_000)
})

it('a budget of $1.00 is never passed by eight agents at once, or by one excess when servers bill more', async () => {
  // Worst cases of about a cent: the limit is reached after a hundred calls or more.
  const asked = { calls: 5_000, budget: dollar, maximumOutputTokens: 5_000 }
  const honest = await runLedgerStorm({ ...asked, seed, manner: honestManner })
  console.log(`budget of $1.00: ${honest.standing.spent} nano-dollars spent in ${honest.entries} calls`)
  expect(honest.standing.spent).toBeLessThanOrEqual(dollar)
  expect(honest.refusedByBudget).toBe(8)
  for (let round = 0; round < 10; round++) {
    // Some turn greedy early, some when little is left.
    const manner = greedyAfter(20 + round * 20)
    const greedy = await runLedgerStorm({ ...asked, seed: seed + round, manner })
    console.log(`budget of $1.00, greedy: ${greedy.standing.spent} spent, ${greedy.largestExcess} the largest excess`)
    expect(greedy.standing.spent).toBeLessThanOrEqual(dollar + greedy.largestExcess)
  }
})

it('SIGKILL at fifty random moments loses no settled entry and leaves no reservation', async () => {
  const trial = await runLedgerKillTrial({ kills: 50, seed })
  const { kills, settled, ended, seconds } = trial
  console.log(`ledger kill trial: ${kills} kills, ${settled} settled calls, ${ended.entries} under way, ${seconds} s`)
  expect(trial).toMatchObject({ missing: [], reservationsLeft: 0, drifted: 0 })
  // Of those that were killed while they started, nobody heard.
  expect(trial.reservedAfterStart.length).toBeGreaterThan(30)
  expect(new Set(trial.reservedAfterStart)).toEqual(new Set([0]))
  expect(ended.nanoDollars).toBe(0)
  expect(ended.entries).toBeGreaterThan(0)
})
