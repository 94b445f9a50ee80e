import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { createCallStatistics, secondsBounds } from './call-statistics.ts'

/** The engine's metrics; docs/guides/metrics.md lists them for operators. One registry an engine, so that tests can hold several. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    /** The counter of a procedure; to be made once for each. */
    callCounter: createCallStatistics(registry),
    querySeconds: new Histogram({
      name: 'diwan_store_query_seconds',
      help: 'Duration of named store queries, measured in the store thread.',
      labelNames: ['query'],
      buckets: secondsBounds,
      registers,
    }),
    spanSeconds: new Histogram({
      name: 'diwan_span_seconds',
      help: 'Duration of stages such as retrieval.keyword.',
      labelNames: ['span'],
      buckets: secondsBounds,
      registers,
    }),
    filesRead: new Counter({
      name: 'diwan_ingest_files_total',
      help: 'Files by outcome: ready, unchanged or the error code.',
      labelNames: ['outcome'],
      registers,
    }),
    outboundCalls: new Counter({
      name: 'diwan_outbound_calls_total',
      help: 'Calls to other machines by purpose and outcome: the HTTP status, or why there was none.',
      labelNames: ['purpose', 'outcome'],
      registers,
    }),
    outboundBytes: new Counter({
      name: 'diwan_outbound_received_bytes_total',
      help: 'Bytes received from other machines, decompressed.',
      labelNames: ['purpose'],
      registers,
    }),
    modelCalls: new Counter({
      name: 'diwan_model_calls_total',
      help: 'Calls of models by runtime, purpose and outcome: ok, stopped or an error code.',
      labelNames: ['runtime', 'purpose', 'outcome'],
      registers,
    }),
    modelTokens: new Counter({
      name: 'diwan_model_tokens_total',
      help: 'Tokens that models have read.',
      labelNames: ['runtime', 'purpose'],
      registers,
    }),
    jobsRunning: new Gauge({ name: 'diwan_jobs_running', help: 'Jobs at work now.', registers }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
