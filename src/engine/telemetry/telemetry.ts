import pino from 'pino'
import { type Activity, createActivity } from './activity.ts'
import { currentCorrelationId } from './context.ts'
import { describeError } from './describe-error.ts'
import { createMetrics, type Metrics } from './metrics.ts'

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'

export type Telemetry = {
  log: pino.Logger
  metrics: Metrics
  activity: Activity
  /** Counts a statement of the store; slow ones are logged as information, all others for debugging only. */
  observeQuery(query: { name: string; milliseconds: number }): void
  /** Runs `work` as a named stage: timed into the metrics and the debug log. */
  span<Result>(name: string, work: () => Promise<Result> | Result): Promise<Result>
}

const slowQueryMilliseconds = 100

/**
 * Logs are JSON lines with a correlation id. They hold codes, names of procedures and counts, never the text of a
 * document, a question or a secret, nor the path of a file.
 */
export function createTelemetry(options: { level: LogLevel; destination?: (line: string) => void }): Telemetry {
  const destination = options.destination
  const log = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      mixin: () => {
        const correlationId = currentCorrelationId()
        return correlationId === null ? {} : { correlationId }
      },
    },
    destination === undefined ? pino.destination({ fd: 2, sync: true }) : { write: destination },
  )
  const metrics = createMetrics()

  async function span<Result>(name: string, work: () => Promise<Result> | Result): Promise<Result> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      const milliseconds = performance.now() - start
      metrics.spanSeconds.observe({ span: name }, milliseconds / 1000)
      log.debug({ span: name, milliseconds }, 'span')
    }
  }

  function observeQuery({ name, milliseconds }: { name: string; milliseconds: number }): void {
    metrics.querySeconds.observe({ query: name }, milliseconds / 1000)
    log[milliseconds > slowQueryMilliseconds ? 'info' : 'debug']({ query: name, milliseconds }, 'query')
  }

  return { log, metrics, activity: createActivity(), observeQuery, span }
}
