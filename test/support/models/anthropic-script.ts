import type { Message, RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages'
import { sseEvent } from './packets.ts'
import type { ScriptedAnswer } from './scripted-server.ts'

/** As Anthropic bills: what comes from the cache and goes into it stands beside `input`; `output` holds `thinking`. */
export type ClaudeUsage = { input: number; output: number; cacheRead?: number; cacheWrite?: number; thinking?: number }

export type ClaudeScript = {
  /** Pieces are one event each. */
  text?: string | readonly string[]
  thinking?: { pieces: readonly string[]; signature: string }
  redacted?: string
  toolCalls?: readonly { id: string; name: string; input: string | readonly string[] }[]
  stop?: StopReason
  /** Without it 10 tokens in, 5 out. */
  usage?: ClaudeUsage
  model?: string
  headers?: Readonly<Record<string, string>>
}

export const claudeUsage: ClaudeUsage = { input: 10, output: 5 }

/** The events of one answer over `/v1/messages`, of the SDK's own types, a ping among them. */
export function claudeEvents(script: ClaudeScript): RawMessageStreamEvent[] {
  const { text = [], thinking, redacted, toolCalls = [], usage = claudeUsage, model = 'claude-scripted-1' } = script
  const stop = script.stop ?? (toolCalls.length > 0 ? 'tool_use' : 'end_turn')
  const blocks: RawMessageStreamEvent[][] = []
  const add = (block: (index: number) => RawMessageStreamEvent[]) => blocks.push(block(blocks.length))
  if (thinking !== undefined) {
    add((index) => [
      { type: 'content_block_start', index, content_block: { type: 'thinking', thinking: '', signature: '' } },
      ...thinking.pieces.map((piece) => delta(index, { type: 'thinking_delta', thinking: piece })),
      delta(index, { type: 'signature_delta', signature: thinking.signature }),
      { type: 'content_block_stop', index },
    ])
  }
  if (redacted !== undefined) {
    add((index) => [
      { type: 'content_block_start', index, content_block: { type: 'redacted_thinking', data: redacted } },
      { type: 'content_block_stop', index },
    ])
  }
  if (pieces(text).length > 0) {
    add((index) => [
      { type: 'content_block_start', index, content_block: { type: 'text', text: '', citations: null } },
      ...pieces(text).map((piece) => delta(index, { type: 'text_delta', text: piece })),
      { type: 'content_block_stop', index },
    ])
  }
  for (const { id, name, input } of toolCalls) {
    add((index) => [
      {
        type: 'content_block_start',
        index,
        content_block: { type: 'tool_use', id, name, input: {}, caller: { type: 'direct' } },
      },
      ...pieces(input).map((piece) => delta(index, { type: 'input_json_delta', partial_json: piece })),
      { type: 'content_block_stop', index },
    ])
  }
  return [messageStart(model, usage), ...blocks.flat(), messageDelta(stop, usage), { type: 'message_stop' }]
}

/** A whole streamed answer, a packet an event. */
export function claudeAnswer(script: ClaudeScript = {}): ScriptedAnswer {
  return { headers: { 'content-type': 'text/event-stream', ...script.headers }, steps: claudeStream(script) }
}

export function claudeStream(script: ClaudeScript = {}, end = '\n'): string[] {
  const [first, ...rest] = claudeEvents(script).map((data) => sseEvent(data, { event: data.type, end }))
  return [first ?? '', sseEvent({ type: 'ping' }, { event: 'ping', end }), ...rest]
}

/** A refusal as the API words it. */
export function claudeError(
  status: number,
  error: { type: string; message: string },
  headers: Readonly<Record<string, string>> = {},
): ScriptedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    steps: [JSON.stringify({ type: 'error', error, request_id: 'req_1' })],
  }
}

export function messageStart(model: string, usage: ClaudeUsage): RawMessageStreamEvent {
  return { type: 'message_start', message: emptyMessage(model, usage) }
}

export function emptyMessage(model: string, { input, cacheRead = 0, cacheWrite = 0 }: ClaudeUsage): Message {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    container: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: {
      input_tokens: input,
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheWrite,
      cache_creation: null,
      output_tokens: 1,
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: null,
      inference_geo: null,
    },
  }
}

export function messageDelta(stop: StopReason, usage: ClaudeUsage): RawMessageStreamEvent {
  const { input, output, cacheRead = 0, cacheWrite = 0, thinking } = usage
  return {
    type: 'message_delta',
    delta: { stop_reason: stop, stop_sequence: null, stop_details: null, container: null },
    usage: {
      input_tokens: input,
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheWrite,
      output_tokens: output,
      output_tokens_details: thinking === undefined ? null : { thinking_tokens: thinking },
      server_tool_use: null,
    },
  }
}

type Delta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>

const delta = (index: number, part: Delta['delta']): Delta => ({ type: 'content_block_delta', index, delta: part })

const pieces = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value)
