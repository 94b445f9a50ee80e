import type { FinishReason, StreamPart } from '../../language-model.ts'
import { mergeUsage, toTokenUsage } from './read-usage.ts'
import { writeSignature } from './thought-signature.ts'
import type { WireBlock, WireDelta, WireEvent, WireUsage } from './wire-events.ts'

const finishReasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
  pause_turn: 'other',
}

type OpenBlock = { id: string } & (
  | { kind: 'text' }
  | { kind: 'reasoning'; signature: string; redacted: string | null }
  | { kind: 'tool-call'; name: string; input: string }
  /** The tool that stands in for a schema: what it is given is the answer. */
  | { kind: 'answer'; length: number }
  /** Of a kind that is not used here, such as the provider's own search. */
  | { kind: 'passed-over' }
)

type ReadEvent = Exclude<WireEvent, { type: 'error' }>

/** Turns the events of one answer into parts. */
export type PartReader = {
  /** Parts of the next event, in their order. */
  take(event: ReadEvent): StreamPart[]
  /** The answer has all that belongs to it, whether or not the server says so in the end. */
  isWhole(): boolean
  /** Closes what is still open, and gives the last part. */
  finish(): StreamPart[]
}

export function createPartReader(options: { model: string; answerTool: string | null }): PartReader {
  const { model, answerTool } = options
  const open = new Map<number, OpenBlock>()
  let answeredBy: string | null = null
  let stopReason: string | null = null
  let firstUsage: WireUsage | null = null
  let lastUsage: WireUsage | null = null
  let calledTool = false
  let hasSaid = false

  function start(index: number, block: WireBlock): StreamPart[] {
    const before = end(index)
    const id = block.id == null || block.id === '' ? `${index}` : block.id
    switch (block.type) {
      case 'text':
        open.set(index, { id: `${index}`, kind: 'text' })
        return [...before, { type: 'text-start', id: `${index}` }, ...grow(index, { ...noDelta, text: block.text })]
      case 'thinking':
      case 'redacted_thinking':
        open.set(index, {
          id: `${index}`,
          kind: 'reasoning',
          signature: block.signature ?? '',
          redacted: block.type === 'thinking' ? null : (block.data ?? ''),
        })
        return [
          ...before,
          { type: 'reasoning-start', id: `${index}` },
          ...grow(index, { ...noDelta, thinking: block.thinking }),
        ]
      case 'tool_use': {
        const name = block.name ?? ''
        // The whole input may stand here already; mostly it is an empty object, and comes piece by piece.
        const input = isEmptyInput(block.input) ? null : JSON.stringify(block.input)
        if (name === answerTool) {
          open.set(index, { id: `${index}`, kind: 'answer', length: 0 })
          return [
            ...before,
            { type: 'text-start', id: `${index}` },
            ...grow(index, { ...noDelta, partial_json: input }),
          ]
        }
        calledTool = true
        open.set(index, { id, kind: 'tool-call', name, input: '' })
        return [...before, { type: 'tool-call-start', id, name }, ...grow(index, { ...noDelta, partial_json: input })]
      }
      default:
        open.set(index, { id, kind: 'passed-over' })
        return before
    }
  }

  function grow(index: number, delta: WireDelta): StreamPart[] {
    const block = open.get(index)
    if (block === undefined) {
      // A server that announces no blocks: what it says is not lost.
      const type = deltaStarts[delta.type]
      return type === undefined ? [] : [...start(index, { type }), ...grow(index, delta)]
    }
    switch (block.kind) {
      case 'text':
        return delta.text ? [{ type: 'text-delta', id: block.id, text: delta.text }] : []
      case 'reasoning':
        block.signature += delta.signature ?? ''
        return delta.thinking ? [{ type: 'reasoning-delta', id: block.id, text: delta.thinking }] : []
      case 'tool-call':
        if (!delta.partial_json) return []
        block.input += delta.partial_json
        return [{ type: 'tool-call-delta', id: block.id, text: delta.partial_json }]
      case 'answer':
        if (!delta.partial_json) return []
        block.length += delta.partial_json.length
        return [{ type: 'text-delta', id: block.id, text: delta.partial_json }]
      case 'passed-over':
        return []
    }
  }

  function end(index: number): StreamPart[] {
    const block = open.get(index)
    if (block === undefined) return []
    open.delete(index)
    switch (block.kind) {
      case 'text':
        return [{ type: 'text-end', id: block.id }]
      case 'reasoning':
        return [{ type: 'reasoning-end', id: block.id, signature: signatureOf(block, model) }]
      case 'tool-call':
        return [
          { type: 'tool-call-end', id: block.id, name: block.name, input: block.input === '' ? '{}' : block.input },
        ]
      case 'answer':
        return [
          ...(block.length === 0 ? [{ type: 'text-delta' as const, id: block.id, text: '{}' }] : []),
          { type: 'text-end', id: block.id },
        ]
      case 'passed-over':
        return []
    }
  }

  function read(event: ReadEvent): StreamPart[] {
    switch (event.type) {
      case 'message_start':
        answeredBy = event.message?.model ?? answeredBy
        firstUsage = event.message?.usage ?? firstUsage
        return []
      case 'content_block_start':
        // Without it the pieces tell what they belong to.
        return event.content_block == null ? [] : start(event.index, event.content_block)
      case 'content_block_delta':
        return grow(event.index, event.delta)
      case 'content_block_stop':
        return end(event.index)
      case 'message_delta':
        stopReason = event.delta?.stop_reason ?? stopReason
        lastUsage = mergeUsage(lastUsage, event.usage ?? null)
        return []
      case 'message_stop':
        stopReason ??= ''
        return []
      case 'message':
        answeredBy = event.model ?? null
        lastUsage = event.usage ?? null
        stopReason = event.stop_reason ?? ''
        return (event.content ?? []).flatMap((block, index) => [...start(index, block), ...end(index)])
    }
  }

  return {
    take(event) {
      const parts = read(event)
      hasSaid ||= parts.some(({ type }) => type.endsWith('-delta') || type === 'tool-call-start')
      return parts
    },
    isWhole: () => stopReason !== null,
    finish() {
      const parts = [...open.keys()].flatMap(end)
      // Without the usage of the end nobody knows how much was written; servers that do not count send zeros.
      const written = lastUsage?.output_tokens ?? null
      const isCounted = written !== null && (written > 0 || !hasSaid)
      const usage = isCounted ? mergeUsage(firstUsage, lastUsage) : null
      return [
        ...parts,
        {
          type: 'finish',
          reason: reasonOf(stopReason ?? '', calledTool),
          usage: usage === null ? null : toTokenUsage(usage),
          model: answeredBy,
        },
      ]
    },
  }
}

/** Where a tool stood in for a schema, its call is the answer; and some servers end their calls as if they were answers. */
function reasonOf(stopReason: string, calledTool: boolean): FinishReason {
  const reason = finishReasons[stopReason] ?? 'other'
  if (reason !== 'stop' && reason !== 'tool-calls') return reason
  return calledTool ? 'tool-calls' : 'stop'
}

const noDelta: WireDelta = { type: '' }

/** The kind of block that a piece belongs to. */
const deltaStarts: Readonly<Record<string, string>> = { text_delta: 'text', thinking_delta: 'thinking' }

function isEmptyInput(input: unknown): boolean {
  return typeof input !== 'object' || input === null || Object.keys(input).length === 0
}

/** Null for a thought that the provider would not take back. */
function signatureOf(thought: { signature: string; redacted: string | null }, model: string): string | null {
  if (thought.redacted !== null) return writeSignature({ model, redacted: thought.redacted })
  return thought.signature === '' ? null : writeSignature({ model, signature: thought.signature })
}
