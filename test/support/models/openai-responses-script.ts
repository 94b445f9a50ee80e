import type OpenAI from 'openai'
import type { ChatUsage } from './openai-chat-script.ts'
import { usualUsage } from './openai-chat-script.ts'
import { sseEvent } from './packets.ts'
import type { ScriptedAnswer } from './scripted-server.ts'

type Event = OpenAI.Responses.ResponseStreamEvent
type Response = OpenAI.Responses.Response

export type ResponseScript = {
  text?: readonly string[]
  /** Summaries of thoughts, and what the server gives them back by. */
  reasoning?: { id: string; summaries: readonly (readonly string[])[]; encrypted: string | null }
  toolCalls?: readonly { id: string; name: string; input: readonly string[] }[]
  /** Null: the server does not say. */
  usage?: ChatUsage | null
  status?: 'completed' | 'incomplete' | 'failed'
  incomplete?: 'max_output_tokens' | 'content_filter'
  error?: Response['error']
}

/** The events of a response, in the order and with the types of the SDK. */
export function responseEvents(script: ResponseScript): Event[] {
  const { text = [], reasoning, toolCalls = [], status = 'completed' } = script
  let sequence_number = 0
  let output_index = 0
  const events: Event[] = []
  const add = (event: Event) => events.push({ ...event, sequence_number: sequence_number++ })
  add({ type: 'response.created', response: responseOf(script, 'in_progress'), sequence_number })
  if (reasoning !== undefined) {
    const { id, summaries, encrypted } = reasoning
    const summary = summaries.map((pieces) => ({ type: 'summary_text' as const, text: pieces.join('') }))
    add({
      type: 'response.output_item.added',
      output_index,
      item: { type: 'reasoning', id, summary: [] },
      sequence_number,
    })
    for (const [summary_index, pieces] of summaries.entries()) {
      const place = { item_id: id, output_index, summary_index, sequence_number }
      add({ type: 'response.reasoning_summary_part.added', part: { type: 'summary_text', text: '' }, ...place })
      for (const delta of pieces) add({ type: 'response.reasoning_summary_text.delta', delta, ...place })
      add({ type: 'response.reasoning_summary_text.done', text: pieces.join(''), ...place })
    }
    const item = { type: 'reasoning' as const, id, summary, encrypted_content: encrypted }
    add({ type: 'response.output_item.done', output_index: output_index++, item, sequence_number })
  }
  if (text.length > 0) {
    const place = { item_id: 'msg_1', output_index, content_index: 0, logprobs: [], sequence_number }
    for (const delta of text) add({ type: 'response.output_text.delta', delta, ...place })
    add({ type: 'response.output_text.done', text: text.join(''), ...place })
    output_index++
  }
  for (const [index, { id, name, input }] of toolCalls.entries()) {
    const item_id = `fc_${index}`
    const item = { type: 'function_call' as const, id: item_id, call_id: id, name, arguments: '' }
    add({ type: 'response.output_item.added', output_index, item, sequence_number })
    for (const delta of input) {
      add({ type: 'response.function_call_arguments.delta', item_id, output_index, delta, sequence_number })
    }
    const whole = { ...item, arguments: input.join('') }
    add({ type: 'response.output_item.done', output_index: output_index++, item: whole, sequence_number })
  }
  add({ type: `response.${status}`, response: responseOf(script, status), sequence_number })
  return events
}

export const responseAnswer = (script: ResponseScript = {}): ScriptedAnswer => ({
  headers: { 'content-type': 'text/event-stream' },
  steps: responseEvents(script).map((event) => sseEvent(event, { event: event.type })),
})

/** Only the fields that are read; the type has many more that servers of others leave out. */
function responseOf(
  { usage = usualUsage, incomplete, error = null }: ResponseScript,
  status: NonNullable<Response['status']>,
): Response {
  const response: Partial<Response> = {
    id: 'resp_1',
    object: 'response',
    model: 'scripted-1',
    status,
    error,
    incomplete_details: incomplete === undefined ? null : { reason: incomplete },
    output: [],
  }
  if (usage !== null && status !== 'in_progress') {
    const { input, output, cached = 0, reasoning = 0 } = usage
    response.usage = {
      input_tokens: input,
      output_tokens: output,
      total_tokens: input + output,
      input_tokens_details: { cached_tokens: cached, cache_write_tokens: 0 },
      output_tokens_details: { reasoning_tokens: reasoning },
    }
  }
  return response as Response
}
