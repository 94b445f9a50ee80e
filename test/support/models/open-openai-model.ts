import { openOpenAiModel } from '../../../src/engine/inference/adapters/openai/openai-model.ts'
import type { OpenAiOptions } from '../../../src/engine/inference/adapters/openai/openai-options.ts'
import type { GenerationRequest, ModelMessage, StreamPart } from '../../../src/engine/inference/language-model.ts'
import type { NetSettings } from '../../../src/engine/net/net.ts'
import { openNet } from './model-server.ts'
import type { Script } from './scripted-server.ts'
import { startScriptedServer } from './start-scripted-server.ts'

const patience = { firstTokenMs: 20_000, silenceMs: 20_000, totalMs: 60_000 }

/** A model over a scripted server, until the running test ends. */
export async function openTestModel(
  script: Script,
  options: Partial<OpenAiOptions> & { path?: string; network?: Partial<NetSettings> } = {},
) {
  const { path = '', network, ...others } = options
  const server = await startScriptedServer(script)
  const { net, log, settings } = openNet(network)
  const model = openOpenAiModel({
    net,
    kind: 'openai-compatible',
    protocol: 'openai-chat',
    url: `${server.url}${path}`,
    name: 'scripted',
    key: 'sk-secret',
    patience,
    ...others,
  })
  return {
    server,
    model,
    net,
    log,
    settings,
    generate: (request: Partial<GenerationRequest> = {}) => model.generate(requestOf(request)),
    stream: (request: Partial<GenerationRequest> = {}) => model.stream(requestOf(request)),
  }
}

export const user = (text: string): ModelMessage => ({ role: 'user', content: [{ type: 'text', text }] })

export const requestOf = (request: Partial<GenerationRequest>): GenerationRequest => ({
  messages: [user('Who greases the pumps?')],
  maximumOutputTokens: 500,
  signal: new AbortController().signal,
  ...request,
})

/** What of a stream's parts is text of one kind, together. */
export const textOf = (parts: readonly StreamPart[], type: 'text-delta' | 'reasoning-delta' = 'text-delta'): string =>
  parts.map((part) => (part.type === type ? part.text : '')).join('')

/** Parts until the stream ends or throws, and what it threw. */
export async function followParts(parts: AsyncIterable<StreamPart>): Promise<{ parts: StreamPart[]; error: unknown }> {
  const seen: StreamPart[] = []
  try {
    for await (const part of parts) seen.push(part)
    return { parts: seen, error: null }
  } catch (error) {
    return { parts: seen, error }
  }
}
