import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createCallStatistics } from './call-statistics.ts'

test('API-5.metrics: calls and durations in the text that Prometheus reads', async () => {
  const registry = new Registry()
  const counterOf = createCallStatistics(registry)
  const ping = counterOf('health.ping')
  counterOf('never.called')
  ping.end('direct', 'ok', 0.0005)
  ping.end('direct', 'ok', 0.02)
  ping.end('rest', 'INTERNAL', 500)
  const lines = (await registry.metrics()).split('\n')
  expect(lines.filter((line) => line.startsWith('diwan_calls_total'))).toEqual([
    'diwan_calls_total{procedure="health.ping",door="direct",outcome="ok"} 2',
    'diwan_calls_total{procedure="health.ping",door="rest",outcome="INTERNAL"} 1',
  ])
  const durations = lines.filter((line) => line.startsWith('diwan_call_seconds'))
  expect(durations).toContain('diwan_call_seconds_bucket{le="0.001",procedure="health.ping"} 1')
  expect(durations).toContain('diwan_call_seconds_bucket{le="0.025",procedure="health.ping"} 2')
  expect(durations).toContain('diwan_call_seconds_bucket{le="120",procedure="health.ping"} 2')
  expect(durations).toContain('diwan_call_seconds_bucket{le="+Inf",procedure="health.ping"} 3')
  expect(durations).toContain('diwan_call_seconds_count{procedure="health.ping"} 3')
  expect(lines.join('\n')).not.toContain('never.called')
})
