import type OpenAI from 'openai'
import { sseEvent } from './packets.ts'
import type { Packet, ScriptedAnswer } from './scripted-server.ts'

type Chunk = OpenAI.ChatCompletionChunk
type Delta = Chunk['choices'][number]['delta']
type FinishReason = NonNullable<Chunk['choices'][number]['finish_reason']>

export type ChatScript = {
  /** Pieces are one event each. */
  text?: string | readonly string[]
  /** Thoughts, before the text, in the field that several servers have. */
  reasoning?: string | readonly string[]
  toolCalls?: readonly { id: string; name: string; input: string | readonly string[] }[]
  finish?: FinishReason
  /** Null: the server does not say. Without it 10 tokens in, 5 out. */
  usage?: ChatUsage | null
  model?: string
  headers?: Readonly<Record<string, string>>
  /** Waited for after each piece of text; called with the number of pieces sent. */
  afterPiece?: (sent: number) => Promise<unknown>
}

/** As a server bills: `input` holds `cached`, `output` holds `reasoning`. */
export type ChatUsage = { input: number; output: number; cached?: number; reasoning?: number }

export const usualUsage: ChatUsage = { input: 10, output: 5 }

/** A chunk of a streamed chat completion, with whatever fields the SDK's type does not know yet. */
export function chatChunk(
  delta: Delta & Record<string, unknown>,
  options: { finish?: FinishReason | null; model?: string } = {},
): Chunk {
  const { finish = null, model = 'scripted-1' } = options
  return { ...emptyChunk(model), choices: [{ index: 0, delta, finish_reason: finish }] }
}

/** The last chunk of a stream that was asked for its usage: it has no choices. */
export function usageChunk(usage: ChatUsage, model = 'scripted-1'): Chunk {
  return { ...emptyChunk(model), usage: chatUsage(usage) }
}

export function chatUsage({ input, output, cached = 0, reasoning = 0 }: ChatUsage): OpenAI.CompletionUsage {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}

/** The event of one piece of text. */
export const chatPiece = (content: string): string => sseEvent(chatChunk({ content }))

/** The events that end an answer, with 10 tokens in and 5 out. */
export const chatEnd = (): string[] => [
  sseEvent(chatChunk({}, { finish: 'stop' })),
  sseEvent(usageChunk(usualUsage)),
  sseEvent('[DONE]'),
]

/** The events of an answer over `/chat/completions`, one text each, `[DONE]` included. */
export function chatEvents(script: ChatScript): string[] {
  return [...openingChunks(script), ...closingChunks(script)].map((chunk) => sseEvent(chunk)).concat(sseEvent('[DONE]'))
}

/** A whole streamed answer of a chat model, a packet an event. */
export function openAiChatAnswer(script: ChatScript = {}): ScriptedAnswer {
  const { afterPiece, headers } = script
  const steps = afterPiece === undefined ? chatEvents(script) : paced(script, afterPiece)
  return { headers: { 'content-type': 'text/event-stream', ...headers }, steps }
}

/** A refusal in the shape that OpenAI and most compatible servers have. */
export function openAiErrorAnswer(
  status: number,
  error: { message?: string; code?: string | null; type?: string; param?: string | null } = {},
  headers: Readonly<Record<string, string>> = {},
): ScriptedAnswer {
  const { message = 'no', code = null, type = 'invalid_request_error', param = null } = error
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    steps: [JSON.stringify({ error: { message, code, type, param } })],
  }
}

async function* paced(script: ChatScript, afterPiece: (sent: number) => Promise<unknown>): AsyncGenerator<Packet> {
  let sent = 0
  for (const chunk of openingChunks(script)) {
    yield sseEvent(chunk)
    if (chunk.choices[0]?.delta.content) await afterPiece(++sent)
  }
  yield* closingChunks(script).map((chunk) => sseEvent(chunk))
  yield sseEvent('[DONE]')
}

function openingChunks({ text = [], reasoning = [], toolCalls = [], model }: ChatScript): Chunk[] {
  const options = model === undefined ? {} : { model }
  return [
    chatChunk({ role: 'assistant', content: '' }, options),
    ...pieces(reasoning).map((piece) => chatChunk({ reasoning_content: piece }, options)),
    ...pieces(text).map((piece) => chatChunk({ content: piece }, options)),
    ...toolCalls.flatMap(({ id, name, input }, index) => [
      chatChunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }, options),
      ...pieces(input).map((piece) => chatChunk({ tool_calls: [{ index, function: { arguments: piece } }] }, options)),
    ]),
  ]
}

function closingChunks({ toolCalls = [], finish, usage = usualUsage, model }: ChatScript): Chunk[] {
  const options = model === undefined ? {} : { model }
  const reason = finish ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop')
  return [chatChunk({}, { ...options, finish: reason }), ...(usage === null ? [] : [usageChunk(usage, model)])]
}

const pieces = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value)

const emptyChunk = (model: string): Chunk => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model,
  choices: [],
})
