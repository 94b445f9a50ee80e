import type { Registry } from 'prom-client'

/** Upper bounds in seconds of every histogram; what takes longer than the last counts in `+Inf` alone. */
export const secondsBounds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120]

type Durations = { buckets: number[]; count: number; sum: number }

export type CallCounter = {
  /** One call has ended: `outcome` is `ok`, `CANCELLED` or an error code. */
  end(door: string, outcome: string, seconds: number): void
}

/**
 * Counts calls by procedure, door and outcome, and their durations by procedure. Plain numbers that are turned into
 * metrics when somebody asks for them: the histogram of prom-client costs a third of the smallest call.
 */
export function createCallStatistics(registry: Registry): (procedure: string) => CallCounter {
  const counts = new Map<string, Map<string, number>>()
  const durations = new Map<string, Durations>()
  register(registry, { name: 'diwan_calls_total', type: 'counter' }, () => countValues(counts))
  register(registry, { name: 'diwan_call_seconds', type: 'histogram' }, () => durationValues(durations))

  return (procedure) => {
    const outcomes = new Map<string, number>()
    const times: Durations = { buckets: secondsBounds.map(() => 0), count: 0, sum: 0 }
    counts.set(procedure, outcomes)
    durations.set(procedure, times)
    return {
      end(door, outcome, seconds) {
        const key = `${door} ${outcome}`
        outcomes.set(key, (outcomes.get(key) ?? 0) + 1)
        const bucket = secondsBounds.findIndex((bound) => seconds <= bound)
        if (bucket !== -1) times.buckets[bucket] = (times.buckets[bucket] ?? 0) + 1
        times.count += 1
        times.sum += seconds
      },
    }
  }
}

type Value = { metricName?: string; labels: Record<string, string | number>; value: number }

const help = {
  diwan_calls_total: 'Contract calls by procedure, door and outcome (ok, CANCELLED or an error code).',
  diwan_call_seconds: 'Duration of contract calls; for streams until the last event.',
}

function register(
  registry: Registry,
  metric: { name: keyof typeof help; type: 'counter' | 'histogram' },
  values: () => Value[],
): void {
  const described = { ...metric, help: help[metric.name], aggregator: 'sum' as const }
  // What the registry needs of a metric is its name and `get`; its type asks for a class of its own.
  const own = { ...described, get: async () => ({ ...described, values: values() }) }
  registry.registerMetric(own as unknown as Parameters<Registry['registerMetric']>[0])
}

function countValues(counts: ReadonlyMap<string, ReadonlyMap<string, number>>): Value[] {
  return [...counts].flatMap(([procedure, outcomes]) =>
    [...outcomes].map(([key, value]) => {
      const [door = '', outcome = ''] = key.split(' ')
      return { labels: { procedure, door, outcome }, value }
    }),
  )
}

function durationValues(durations: ReadonlyMap<string, Durations>): Value[] {
  return [...durations]
    .filter(([, { count }]) => count > 0)
    .flatMap(([procedure, { buckets, count, sum }]) => {
      let below = 0
      const bucket = (le: number | string, value: number) => ({
        metricName: 'diwan_call_seconds_bucket',
        labels: { le, procedure },
        value,
      })
      return [
        ...secondsBounds.map((bound, index) => {
          below += buckets[index] ?? 0
          return bucket(bound, below)
        }),
        bucket('+Inf', count),
        { metricName: 'diwan_call_seconds_sum', labels: { procedure }, value: sum },
        { metricName: 'diwan_call_seconds_count', labels: { procedure }, value: count },
      ]
    })
}
