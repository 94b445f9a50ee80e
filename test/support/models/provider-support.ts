import type { ProviderKind, ProviderProtocol } from '../../../src/contract/providers.ts'
import type { GenerationRequest, LanguageModel, StreamPart } from '../../../src/engine/inference/language-model.ts'
import { openRemoteLanguage } from '../../../src/engine/inference/remote-language.ts'
import type { Net } from '../../../src/engine/net/net.ts'
import { claudeAnswer } from './anthropic-script.ts'
import { openAiChatAnswer } from './openai-chat-script.ts'
import { sseEvent } from './packets.ts'
import type { ScriptedAnswer, ScriptedRequest, ScriptedServer } from './scripted-server.ts'

/** A kind of provider, asked in one protocol for one model. */
export type ProviderRow = { kind: ProviderKind; protocol: ProviderProtocol; model: string }

/** What a call of this model carries of what it was asked for, each as a cell of the guide's table. */
export type Support = Record<
  'streaming' | 'tools' | 'structured' | 'images' | 'stop' | 'seed' | 'reasoning' | 'caching' | 'usage',
  string
>

const billed = { input: 120, output: 30, cached: 80, reasoning: 12 }

/** An answer in two pieces with a full bill, in the protocol that was asked in. */
export function answerInProtocol({ path }: Pick<ScriptedRequest, 'path'>): ScriptedAnswer {
  const text = ['One ', 'two.']
  if (path.includes('/messages')) {
    const { input, cached, output, reasoning } = billed
    return claudeAnswer({ text, usage: { input: input - cached, cacheRead: cached, output, thinking: reasoning } })
  }
  if (path.includes('/chat/completions')) return openAiChatAnswer({ text, usage: billed })
  const events = [
    { type: 'response.created', response: { id: 'r', model: 'm' } },
    ...text.map((delta) => ({ type: 'response.output_text.delta', item_id: 'i', output_index: 0, delta })),
    { type: 'response.completed', response: { id: 'r', model: 'm', status: 'completed', usage: responseUsage } },
  ]
  return { steps: events.map((event) => sseEvent(event, { event: event.type })) }
}

const responseUsage = {
  input_tokens: billed.input,
  input_tokens_details: { cached_tokens: billed.cached },
  output_tokens: billed.output,
  output_tokens_details: { reasoning_tokens: billed.reasoning },
}

/** Asks a model for everything, and reads from what its adapter sent and answered what it supports. */
export async function findSupport(row: ProviderRow, { net, server }: { net: Net; server: ScriptedServer }) {
  const { kind, protocol, model: name } = row
  const patience = { firstTokenMs: 20_000, silenceMs: 20_000, totalMs: 60_000 }
  const model = await openRemoteLanguage(
    { kind, protocol, url: server.url, name, key: 'k' },
    { net, patience, onRateLimits: () => undefined, facts: undefined },
  )
  const ask = (request: Partial<GenerationRequest>) => observe(model, server, request)
  const image = { type: 'image' as const, mediaType: 'image/png', data: Buffer.from('pixels-of-a-picture') }
  const said = { type: 'text' as const, text: 'Q' }
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }

  const plain = await ask({ seed: 7, stop: ['1', '2', '3', '4', '5', '6', '7', '8'] })
  const seen = await ask({ cacheUpTo: 0, messages: [{ role: 'user', content: [image, said] }] })
  const tools = [{ name: 'look_up', description: 'Looks up', schema }]
  const called = await ask({ tools, toolChoice: 'required' })
  const shaped = await ask({ structured: { name: 'answer', schema } })
  const thought = await ask({ reasoning: 'high' })
  const { usage, pieces } = plain
  return {
    streaming: pieces === 2 ? 'yes' : '—',
    tools: called.body.includes('look_up') ? (called.warned.has('toolChoice') ? 'yes, if it wants to' : 'yes') : '—',
    structured: shapeOf(shaped.body),
    images: seen.body.includes(Buffer.from(image.data).toString('base64')) ? 'yes' : '—',
    stop: `${plain.json.stop?.length ?? plain.json.stop_sequences?.length ?? '—'}`,
    seed: plain.json.seed === 7 ? 'yes' : '—',
    reasoning: levelOf(thought.body),
    caching: seen.body.includes('cache_control')
      ? 'marked'
      : usage?.cachedInputTokens === billed.cached
        ? 'by itself'
        : '—',
    usage:
      usage?.inputTokens === billed.input &&
      usage.outputTokens === billed.output &&
      usage.cachedInputTokens === billed.cached &&
      usage.reasoningTokens === billed.reasoning
        ? 'exact'
        : '—',
  } satisfies Support
}

type Sent = { stop?: string[]; stop_sequences?: string[]; seed?: number }

async function observe(model: LanguageModel, server: ScriptedServer, request: Partial<GenerationRequest>) {
  const parts: StreamPart[] = await Array.fromAsync(
    model.stream({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Q' }] }],
      maximumOutputTokens: 8_000,
      signal: new AbortController().signal,
      ...request,
    }),
  )
  const sent = server.requests.at(-1)
  const warnings = parts.flatMap((part) => (part.type === 'stream-start' ? part.warnings : []))
  const finish = parts.at(-1)
  return {
    body: sent?.body ?? '',
    json: sent?.json<Sent>() ?? {},
    warned: new Set(warnings.map(({ option }) => option)),
    pieces: parts.filter(({ type }) => type === 'text-delta').length,
    usage: finish?.type === 'finish' ? finish.usage : null,
  }
}

function shapeOf(body: string): string {
  if (body.includes('"json_schema"')) return 'schema'
  if (body.includes('"tool_choice"')) return 'by a tool'
  return body.includes('"json_object"') ? 'JSON, schema asked for' : '—'
}

/** `levels`: it is told how much to think; `on or off`: only whether to. */
function levelOf(body: string): string {
  if (/"(?:reasoning_effort|effort|budget_tokens)":/.test(body)) return 'levels'
  return body.includes('"thinking"') ? 'on or off' : '—'
}
