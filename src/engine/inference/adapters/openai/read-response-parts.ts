import type { TokenUsage } from '../../../../contract/money.ts'
import type { FinishReason, StreamPart } from '../../language-model.ts'
import { believedUsage } from '../calling/believed-usage.ts'
import { refuseWith } from './openai-error.ts'
import type { PartReader } from './read-chat-parts.ts'
import { createSaidText } from './said-text.ts'
import { createSpeech } from './speech.ts'
import { writeSignature } from './thought-signature.ts'
import { readResponseEvent, type WireItem, type WireResponse } from './wire-response.ts'

type Call = { id: string; name: string; input: string; isEnded: boolean }

/** Turns the events of one response into parts. `model`: the name that it was asked by, to which its thoughts are bound. */
export function createResponseReader({ model }: { model: string }): PartReader {
  const speech = createSpeech()
  const said = createSaidText()
  /** Where the text of the part and of the item began that are being said. */
  const begun = { part: 0, item: 0 }
  /** Thoughts of the item that is being said came piece by piece. */
  let hasThought = false
  let hasEverThought = false
  /** By the id of the item. */
  const calls = new Map<string, Call>()
  /** Ids of items that have come whole. */
  const ended = new Set<string>()
  let answeredBy: string | null = null
  let last: WireResponse | null = null
  let isWhole = false
  let hasRefused = false

  const hasSaid = (): boolean => said.length() > 0 || calls.size > 0 || hasEverThought

  const keyOf = (item: WireItem): string => item.id ?? item.call_id ?? ''

  function sayText(text: string): StreamPart[] {
    said.add(text)
    return speech.say('text', text)
  }

  function think(text: string): StreamPart[] {
    if (text !== '') hasThought = hasEverThought = true
    return speech.say('reasoning', text)
  }

  function endPart(whole: string): StreamPart[] {
    const parts = sayText(said.missing(begun.part, whole))
    begun.part = said.length()
    return parts
  }

  function beginCall(item: WireItem): StreamPart[] {
    const key = keyOf(item)
    if (calls.has(key)) return []
    const call = { id: item.call_id ?? key, name: item.name ?? '', input: '', isEnded: false }
    calls.set(key, call)
    return [{ type: 'tool-call-start', id: call.id, name: call.name }]
  }

  /** The call that a piece belongs to; where its id is another or missing, the one that is open. */
  const callOf = (key: string): Call | undefined =>
    calls.get(key) ?? [...calls.values()].findLast(({ isEnded }) => !isEnded)

  function growCall(call: Call | undefined, text: string): StreamPart[] {
    if (call === undefined || text === '') return []
    call.input += text
    return [{ type: 'tool-call-delta', id: call.id, text }]
  }

  function completeCall(call: Call | undefined, whole: string | null | undefined): StreamPart[] {
    const isMore = call !== undefined && whole?.startsWith(call.input) === true
    return isMore ? growCall(call, whole.slice(call.input.length)) : []
  }

  function endCall(call: Call): StreamPart[] {
    if (call.isEnded) return []
    call.isEnded = true
    return [{ type: 'tool-call-end', id: call.id, name: call.name, input: call.input === '' ? '{}' : call.input }]
  }

  /** What the end of an item tells that its pieces did not. */
  function endItem(item: WireItem): StreamPart[] {
    switch (item.type) {
      case 'function_call': {
        const known = [...calls.values()].find(({ id }) => id === item.call_id)
        const parts = known === undefined ? beginCall(item) : []
        const call = known ?? calls.get(keyOf(item))
        if (call === undefined || call.isEnded) return parts
        return [...parts, ...completeCall(call, item.arguments), ...endCall(call)]
      }
      case 'reasoning': {
        const told = [...(item.summary ?? []), ...(item.content ?? [])].map((piece) => piece.text ?? '').join('\n\n')
        const parts = hasThought ? [] : think(told)
        const hasText = hasThought
        hasThought = false
        const encrypted = item.encrypted_content
        if (item.id == null || encrypted == null) return [...parts, ...speech.end()]
        const signature = writeSignature({ model, item: { id: item.id, encrypted } })
        if (hasText) return [...parts, ...speech.end(signature)]
        // A thought that is not shown, and without which its provider does not go on where it was.
        return [
          ...speech.end(),
          { type: 'reasoning-start', id: item.id },
          { type: 'reasoning-end', id: item.id, signature },
        ]
      }
      case 'message': {
        const parts = sayText(said.missing(begun.item, textOf(item)))
        begun.item = begun.part = said.length()
        return [...parts, ...speech.end()]
      }
      default:
        return []
    }
  }

  function textOf({ content }: WireItem): string {
    hasRefused ||= content?.some(({ refusal }) => refusal) === true
    return (content ?? []).map((piece) => piece.text ?? piece.refusal ?? '').join('')
  }

  /** What is left of the answer, where not all of it came before. */
  function end(response: WireResponse | null): StreamPart[] {
    isWhole = true
    last = response
    answeredBy = response?.model ?? answeredBy
    const output = response?.output ?? []
    if (!hasSaid()) return output.flatMap(endItem)
    const text = output.flatMap((item) => (item.type === 'message' ? [textOf(item)] : [])).join('')
    const called = calls.size === 0 ? output.filter(({ type }) => type === 'function_call') : []
    return [...sayText(said.missing(0, text)), ...called.flatMap(endItem)]
  }

  return {
    take(value) {
      const event = readResponseEvent(value)
      if (event === null) return []
      const key = event.item_id ?? ''
      switch (event.type) {
        case 'response.created':
        case 'response.in_progress':
          answeredBy = event.response?.model ?? answeredBy
          return []
        case 'response.output_item.added':
          return event.item?.type === 'function_call' ? beginCall(event.item) : []
        case 'response.output_text.delta':
          return sayText(event.delta ?? '')
        case 'response.output_text.done':
          return endPart(event.text ?? '')
        case 'response.refusal.delta':
          hasRefused = true
          return sayText(event.delta ?? '')
        case 'response.refusal.done':
          hasRefused = true
          return endPart(event.refusal ?? '')
        case 'response.reasoning_summary_part.added':
          return (event.summary_index ?? 0) > 0 && hasThought ? think('\n\n') : []
        case 'response.reasoning_summary_text.delta':
        case 'response.reasoning_text.delta':
          return think(event.delta ?? '')
        case 'response.function_call_arguments.delta':
          return growCall(callOf(key), event.delta ?? '')
        case 'response.function_call_arguments.done':
          return completeCall(callOf(key), event.arguments)
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
      {
        type: 'finish',
        reason: reasonOf(),
        usage: believedUsage(usageOf(last), { hasSaid: hasSaid() }),
        model: answeredBy,
      },
    ],
  }

  function endItemOnce(item: WireItem): StreamPart[] {
    const key = keyOf(item)
    if (key !== '' && ended.has(key)) return []
    ended.add(key)
    return endItem(item)
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
