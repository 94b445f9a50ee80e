import type { TokenUsage } from '../../../../contract/money.ts'
import type { FinishReason, StreamPart } from '../../language-model.ts'
import { refuseWith } from './openai-error.ts'
import type { PartReader } from './read-chat-parts.ts'
import { createSpeech } from './speech.ts'
import { writeSignature } from './thought-signature.ts'
import { readResponseEvent, type WireItem, type WireResponse } from './wire-response.ts'

type Call = { id: string; name: string; input: string; isEnded: boolean }

/** Turns the events of one response into parts. `model`: the name that it was asked by, to which its thoughts are bound. */
export function createResponseReader({ model }: { model: string }): PartReader {
  const speech = createSpeech()
  /** By the id of the item. */
  const calls = new Map<string, Call>()
  /** Items of which something came piece by piece. */
  const streamed = new Set<string>()
  let answeredBy: string | null = null
  let last: WireResponse | null = null
  let isWhole = false
  let hasRefused = false

  const keyOf = (item: WireItem): string => item.id ?? item.call_id ?? ''

  function beginCall(item: WireItem): StreamPart[] {
    const key = keyOf(item)
    if (calls.has(key)) return []
    const call = { id: item.call_id ?? key, name: item.name ?? '', input: '', isEnded: false }
    calls.set(key, call)
    return [{ type: 'tool-call-start', id: call.id, name: call.name }]
  }

  function growCall(key: string, text: string): StreamPart[] {
    const call = calls.get(key)
    if (call === undefined || text === '') return []
    call.input += text
    return [{ type: 'tool-call-delta', id: call.id, text }]
  }

  function endCall(call: Call): StreamPart[] {
    if (call.isEnded) return []
    call.isEnded = true
    return [{ type: 'tool-call-end', id: call.id, name: call.name, input: call.input === '' ? '{}' : call.input }]
  }

  /** What the end of an item tells that its pieces did not. */
  function endItem(item: WireItem): StreamPart[] {
    const key = keyOf(item)
    switch (item.type) {
      case 'function_call': {
        const parts = beginCall(item)
        const call = calls.get(key)
        if (call === undefined) return parts
        if (call.input === '') parts.push(...growCall(key, item.arguments ?? ''))
        return [...parts, ...endCall(call)]
      }
      case 'reasoning': {
        const told = [...(item.summary ?? []), ...(item.content ?? [])].map((piece) => piece.text ?? '').join('\n\n')
        const parts = streamed.has(key) ? [] : speech.say('reasoning', told)
        const encrypted = item.encrypted_content
        if (item.id == null || encrypted == null) return [...parts, ...speech.end()]
        const signature = writeSignature({ model, item: { id: item.id, encrypted } })
        const hasText = streamed.has(key) || told !== ''
        // A thought that is not shown, and without which its provider does not go on where it was.
        if (!hasText) parts.push(...speech.end(), { type: 'reasoning-start', id: item.id })
        return [
          ...parts,
          ...(hasText ? speech.end(signature) : [{ type: 'reasoning-end' as const, id: item.id, signature }]),
        ]
      }
      case 'message': {
        const told = streamed.has(key) ? [] : (item.content ?? [])
        if (item.content?.some(({ refusal }) => refusal) === true) hasRefused = true
        return [...told.flatMap((piece) => speech.say('text', piece.text ?? piece.refusal ?? '')), ...speech.end()]
      }
      default:
        return []
    }
  }

  function end(response: WireResponse | null): StreamPart[] {
    isWhole = true
    last = response
    answeredBy = response?.model ?? answeredBy
    const isEmpty = streamed.size === 0 && calls.size === 0
    return isEmpty ? (response?.output ?? []).flatMap(endItem) : []
  }

  return {
    take(value) {
      const event = readResponseEvent(value)
      if (event === null) return []
      const key = event.item_id ?? ''
      const grow = (kind: 'text' | 'reasoning', text: string): StreamPart[] => {
        const parts = speech.say(kind, text)
        if (parts.length > 0) streamed.add(key)
        return parts
      }
      switch (event.type) {
        case 'response.created':
        case 'response.in_progress':
          answeredBy = event.response?.model ?? answeredBy
          return []
        case 'response.output_item.added':
          return event.item?.type === 'function_call' ? beginCall(event.item) : []
        case 'response.output_text.delta':
          return grow('text', event.delta ?? '')
        case 'response.output_text.done':
          return streamed.has(key) ? [] : grow('text', event.text ?? '')
        case 'response.refusal.delta':
          hasRefused = true
          return grow('text', event.delta ?? '')
        case 'response.reasoning_summary_part.added':
          return (event.summary_index ?? 0) > 0 && streamed.has(key) ? speech.say('reasoning', '\n\n') : []
        case 'response.reasoning_summary_text.delta':
        case 'response.reasoning_text.delta':
          return grow('reasoning', event.delta ?? '')
        case 'response.function_call_arguments.delta':
          return growCall(key, event.delta ?? '')
        case 'response.function_call_arguments.done':
          return calls.get(key)?.input === '' ? growCall(key, event.arguments ?? '') : []
        case 'response.output_item.done':
          return event.item == null ? [] : endItemOnce(event.item)
        case 'response.completed':
        case 'response.incomplete':
          return end(event.response ?? null)
        case 'response.failed':
        case 'response.cancelled':
          throw refuseWith({ status: null, error: event.response?.error ?? {}, headers: null })
        case 'error':
          throw refuseWith({ status: null, error: value, headers: null })
        default:
          return []
      }
    },
    isWhole: () => isWhole,
    finish: () => [
      ...speech.end(),
      ...[...calls.values()].flatMap(endCall),
      { type: 'finish', reason: reasonOf(), usage: usageOf(last), model: answeredBy },
    ],
  }

  function endItemOnce(item: WireItem): StreamPart[] {
    const parts = endItem(item)
    streamed.add(keyOf(item))
    return parts
  }

  function reasonOf(): FinishReason {
    const reason = last?.incomplete_details?.reason
    if (hasRefused || reason === 'content_filter') return 'content-filter'
    if (reason === 'max_output_tokens') return 'length'
    if (reason != null) return 'other'
    return calls.size > 0 ? 'tool-calls' : 'stop'
  }
}

function usageOf(response: WireResponse | null): TokenUsage | null {
  const usage = response?.usage
  if (usage?.input_tokens == null || usage.output_tokens == null) return null
  const { input_tokens: input, output_tokens: output } = usage
  return {
    inputTokens: input,
    cachedInputTokens: Math.min(input, usage.input_tokens_details?.cached_tokens ?? 0),
    cacheWriteTokens: Math.min(input, usage.input_tokens_details?.cache_write_tokens ?? 0),
    outputTokens: output,
    reasoningTokens: Math.min(output, usage.output_tokens_details?.reasoning_tokens ?? 0),
  }
}
