import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { openAnthropicModel } from '../../../src/engine/inference/adapters/anthropic/anthropic-model.ts'
import type { AnthropicOptions } from '../../../src/engine/inference/adapters/anthropic/anthropic-options.ts'
import type { GenerationRequest } from '../../../src/engine/inference/language-model.ts'
import { type ClaudeScript, claudeAnswer } from './anthropic-script.ts'
import { openNet } from './model-server.ts'
import { requestOf } from './open-openai-model.ts'
import type { Script } from './scripted-server.ts'
import { startScriptedServer } from './start-scripted-server.ts'

const patience = { firstTokenMs: 20_000, silenceMs: 20_000, totalMs: 60_000 }

/** A model over a scripted server of the Messages protocol, until the running test ends. */
export async function openAnthropicTestModel(
  script: Script | ClaudeScript,
  { path = '', ...options }: Partial<AnthropicOptions> & { path?: string } = {},
) {
  const isScript = Array.isArray(script) || typeof script === 'function'
  const server = await startScriptedServer(isScript ? (script as Script) : () => claudeAnswer(script as ClaudeScript))
  const { net, log, settings } = openNet()
  const model = openAnthropicModel({
    net,
    kind: 'anthropic',
    protocol: 'anthropic-messages',
    url: `${server.url}${path}`,
    name: 'claude-opus-4-5',
    key: 'sk-ant-secret',
    patience,
    ...options,
  })
  const generate = (request: Partial<GenerationRequest> = {}) =>
    model.generate(requestOf({ maximumOutputTokens: 4_000, ...request }))
  const body = (index = 0) => server.requests[index]?.json<MessageCreateParamsStreaming & Record<string, unknown>>()
  return { model, generate, server, body, net, log, settings }
}
