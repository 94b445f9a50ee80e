import { appendFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/**
 * Processor time of the engine's thread between two turns of a timer of 1 ms: one long callback, or several short ones.
 * Other work of the machine adds nothing. Linux adds up a thread's time every 4 ms, so a hold is told to within that.
 */
export type Hold = {
  /** Unix time in ms at its end. */
  at: number
  milliseconds: number
}

/**
 * To be loaded before the host's own modules (`node --import`). Appends holds of over a millisecond, one JSON line each,
 * to the file that DIWAN_BENCH_HOLDS names.
 */
const file = process.env.DIWAN_BENCH_HOLDS
const writeEveryMs = 100

if (isMainThread && file !== undefined) {
  let holds: Hold[] = []
  let cpu = process.threadCpuUsage()
  let written = performance.now()

  const write = () => {
    appendFileSync(file, holds.map((hold) => `${JSON.stringify(hold)}\n`).join(''))
    holds = []
    written = performance.now()
  }
  const look = () => {
    const { user, system } = process.threadCpuUsage(cpu)
    const milliseconds = (user + system) / 1_000
    if (milliseconds > 1) holds.push({ at: Date.now(), milliseconds })
    if (performance.now() - written > writeEveryMs) write()
    cpu = process.threadCpuUsage()
  }
  setInterval(look, 1).unref()
  process.on('exit', write)
}
