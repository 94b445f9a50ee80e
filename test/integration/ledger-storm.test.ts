import { expect, test } from 'vitest'
import { runLedgerKillTrial } from '../support/ledger-kill-trial.ts'
import { greedyAfter, honestManner, runLedgerStorm } from '../support/ledger-storm.ts'

const budget = 2_000_000

test('USE-1.provider USE-1.sums USE-3.parallel: eight agents spend what the servers say, to the nano-dollar, and no more than they may', async () => {
  // Catches a retry that is paid twice, a failure that is paid, a sum that is not of the ledger, and calls that each look
  // at what is left before any of them is written. Real servers and eight agents are what it is about, so it takes its time.
  const storm = await runLedgerStorm({ calls: 100, seed: 12, budget, manner: honestManner })
  expect(storm.ledger).toBe(storm.servers)
  expect(storm.standing).toEqual({ spent: Number(storm.ledger) + storm.counted.nanoDollars, reserved: 0 })
  expect(storm).toMatchObject({ largestExcess: 0, drifted: 0 })
  expect(storm.standing.spent).toBeLessThanOrEqual(budget)
  expect(storm.refusedByBudget).toBeGreaterThan(0)
})

test('USE-3.stop: servers that bill more than they may pass a limit by one excess at most', async () => {
  const storm = await runLedgerStorm({ calls: 100, seed: 13, budget, manner: greedyAfter(20) })
  expect(storm.largestExcess).toBeGreaterThan(0)
  expect(storm.standing.spent).toBeLessThanOrEqual(budget + storm.largestExcess)
  expect(storm.ledger).toBe(storm.servers)
})

test('USE-1.append-only: SIGKILL in the middle of calls loses no settled entry and leaves nothing set aside', async () => {
  // Two processes that are killed, and one that looks: what only a real kill shows.
  const trial = await runLedgerKillTrial({ kills: 2, seed: 14 })
  expect(trial).toMatchObject({ missing: [], reservationsLeft: 0, drifted: 0 })
  expect(trial.reservedAfterStart.at(-1)).toBe(0)
  expect(trial.ended.nanoDollars).toBe(0)
  expect(trial.settled).toBeGreaterThan(0)
})
