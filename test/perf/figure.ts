import { availableParallelism, cpus, freemem, loadavg, totalmem } from 'node:os'

/** One line of the table. `value` is what the target is held against. */
export type Figure = {
  name: string
  unit: 'ms' | 's' | 'MB' | 'MB/s' | 'pages/min' | 'tokens/s' | 'tasks' | 'ratio' | 'nDCG@10' | 'recall'
  value: number
  target: { atMost: number } | { atLeast: number } | null
  /** CPU time of the measured process for the same work, in the figure's unit; null where it has no meaning. */
  cpu: number | null
  /** Every run, in the order in which they were made. */
  runs: number[]
}

export type Measurement = { name: string; measure(): Promise<Figure[]> }

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Nearest-rank percentile. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  const value = sorted[rank - 1]
  if (value === undefined) throw new Error('no runs to take a percentile of')
  return value
}

export function isMet(figure: Figure): boolean | null {
  if (figure.target === null) return null
  return 'atMost' in figure.target ? figure.value <= figure.target.atMost : figure.value >= figure.target.atLeast
}

/** What a reader must know of the machine to weigh the figures. */
export function describeMachine() {
  return {
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    freeGigabytes: Math.round(freemem() / 2 ** 30),
    load: loadavg().map((value) => Math.round(value * 100) / 100),
  }
}
