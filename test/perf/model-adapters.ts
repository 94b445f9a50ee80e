import type { ProviderProtocol } from '../../src/contract/providers.ts'
import { Settings } from '../../src/contract/settings.ts'
import { openRemoteLanguage } from '../../src/engine/inference/remote-language.ts'
import { createNet, type Net } from '../../src/engine/net/net.ts'
import { createTelemetry } from '../../src/engine/telemetry/telemetry.ts'
import { claudeStream } from '../support/models/anthropic-script.ts'
import { chatEvents } from '../support/models/openai-chat-script.ts'
import { openScriptedServer } from '../support/models/scripted-server.ts'
import { type Figure, median } from './figure.ts'

const rounds = 15
const calls = 20

/**
 * What an adapter takes of the processor for one call, beside the way out itself: the same bytes over the same server, read
 * through the SDK into parts and read as they are. Server and caller share the process; the difference is the adapter.
 */
export async function adapterFigures(): Promise<Figure[]> {
  return [
    await measureAdapter('openai-chat', 5, { atMost: 2 }),
    await measureAdapter('openai-chat', 200, null),
    await measureAdapter('anthropic-messages', 5, { atMost: 2 }),
    await measureAdapter('anthropic-messages', 200, null),
  ]
}

async function measureAdapter(protocol: ProviderProtocol, words: number, target: Figure['target']): Promise<Figure> {
  const text = Array.from({ length: words }, (_, index) => `word${index} `)
  const events = protocol === 'openai-chat' ? chatEvents({ text }) : claudeStream({ text })
  await using server = await openScriptedServer(() => ({ steps: events }))
  const net = openBenchNet()
  const signal = new AbortController().signal
  const patience = { firstTokenMs: 10_000, silenceMs: 10_000, totalMs: 60_000 }
  const model = await openRemoteLanguage(
    { kind: 'openai-compatible', protocol, url: server.url, name: 'scripted', key: 'key' },
    { net, patience, onRateLimits: () => undefined, facts: undefined },
  )
  const content = [{ type: 'text' as const, text: 'Who greases the pumps?' }]
  const ask = () => model.generate({ messages: [{ role: 'user', content }], maximumOutputTokens: 500, signal })
  const readBytes = () => readAnswer(net, server.url)
  for (const warmUp of [ask, readBytes]) await processorMs(warmUp)
  const runs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const bytes = await processorMs(readBytes)
    runs.push(Math.max(0, (await processorMs(ask)) - bytes))
  }
  await net.close()
  const name = `adapter of ${protocol}, ${words} words`
  return { name, unit: 'ms', value: median(runs), target, cpu: median(runs), runs }
}

function openBenchNet(): Net {
  return createNet({
    telemetry: createTelemetry({ level: 'error', destination: () => undefined }),
    settings: async () => Settings.parse({}).network,
    version: 'bench',
  })
}

async function readAnswer(net: Net, url: string): Promise<void> {
  const call = { url, purpose: 'model', destination: 'server', body: '{}', totalMs: 60_000 } as const
  await using answer = await net.fetch({ ...call, signal: new AbortController().signal })
  for await (const _ of answer.body);
}

/** Milliseconds of the processor for one call, of several one after the other. */
async function processorMs(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  for (let index = 0; index < calls; index++) await call()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000 / calls
}
