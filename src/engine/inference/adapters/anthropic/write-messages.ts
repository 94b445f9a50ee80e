import type {
  CacheControlEphemeral,
  ContentBlockParam,
  MessageParam,
  TextBlockParam,
} from '@anthropic-ai/sdk/resources/messages'
import type { ContentPart, ModelMessage } from '../../language-model.ts'
import { ModelError } from '../../model-runner.ts'
import { readSignature } from './thought-signature.ts'

/** Said where an answer that broke off is to go on, and the model does not go on with what is begun for it. */
const goOn = 'Your last message broke off. Go on exactly where it ended, and repeat nothing of it.'

const cached: CacheControlEphemeral = { type: 'ephemeral' }

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const

type Turn = { role: 'user' | 'assistant'; content: ContentBlockParam[] }

export type WrittenMessages = {
  system: TextBlockParam[]
  messages: MessageParam[]
  /** An answer of the assistant's stands last, for the model to go on with, and it had to be asked in words. */
  askedToGoOn: boolean
}

/**
 * A conversation as the Messages protocol has it: what the system says stands before it, results of tools are the user's,
 * messages of the same side are one. Empty text, which the protocol refuses, and thoughts that are no longer needed or not
 * this model's own are left out.
 *
 * @throws ModelError MODEL_REJECTED for an image of a kind that the protocol has not
 */
export function writeMessages(
  messages: readonly ModelMessage[],
  options: { model: string; cacheUpTo: number | null; prefill: boolean },
): WrittenMessages {
  const { model, cacheUpTo, prefill } = options
  const system: TextBlockParam[] = []
  const turns: Turn[] = []
  /** Thoughts before it stay away: the protocol wants those back that led to the calls which are answered now, and no others. */
  const loop = messages.findLastIndex(({ role }) => role === 'user')
  let lastSaid: ContentBlockParam | null = null
  let lastOfSystem: ContentBlockParam | null = null

  for (const [index, message] of messages.entries()) {
    const blocks = message.content.flatMap((part) => writePart(part, { model, withThoughts: index > loop }))
    if (message.role === 'system') system.push(...blocks.filter((block) => block.type === 'text'))
    else addTurn(turns, { role: message.role === 'assistant' ? 'assistant' : 'user', content: blocks })
    if (cacheUpTo === null || index > cacheUpTo) continue
    if (message.role === 'system') lastOfSystem = blocks.at(-1) ?? lastOfSystem
    else lastSaid = blocks.findLast(canBeMarked) ?? lastSaid
  }
  // A mark keeps everything before it, tools included. The system's own serves conversations that only begin alike.
  for (const block of [lastOfSystem, lastSaid]) if (block !== null) Object.assign(block, { cache_control: cached })

  const last = turns.at(-1)
  const askedToGoOn = last?.role === 'assistant' && !prefill
  if (askedToGoOn) turns.push({ role: 'user', content: [{ type: 'text', text: goOn }] })
  else if (last?.role === 'assistant') endWithoutSpace(last)

  return { system, messages: turns, askedToGoOn }
}

function addTurn(turns: Turn[], turn: Turn): void {
  if (turn.content.length === 0) return
  const before = turns.at(-1)
  if (before?.role === turn.role) before.content.push(...turn.content)
  else turns.push(turn)
}

function canBeMarked({ type }: ContentBlockParam): boolean {
  return type !== 'thinking' && type !== 'redacted_thinking'
}

/** An answer that is begun for the model must not end in white space. */
function endWithoutSpace({ content }: Turn): void {
  const last = content.at(-1)
  if (last?.type !== 'text') return
  last.text = last.text.trimEnd()
  if (last.text === '') content.pop()
}

function writePart(part: ContentPart, options: { model: string; withThoughts: boolean }): ContentBlockParam[] {
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }]
    case 'image':
      return [{ type: 'image', source: writeImage(part) }]
    case 'tool-call':
      return [{ type: 'tool_use', id: writeId(part.id), name: part.name, input: readInput(part.input) }]
    case 'tool-result':
      return [
        {
          type: 'tool_result',
          tool_use_id: writeId(part.id),
          content: part.output,
          ...(part.isError ? { is_error: true } : {}),
        },
      ]
    case 'reasoning':
      return options.withThoughts ? writeThought(part, options.model) : []
  }
}

function writeThought(part: ContentPart & { type: 'reasoning' }, model: string): ContentBlockParam[] {
  const own = readSignature(part.signature, model)
  if (own?.redacted !== undefined) return [{ type: 'redacted_thinking', data: own.redacted }]
  if (own?.signature === undefined) return []
  return [{ type: 'thinking', thinking: part.text, signature: own.signature }]
}

/** The protocol refuses other signs in the names of calls, which other providers may have given. */
const writeId = (id: string): string => id.replace(/[^\w-]/g, '_')

function writeImage({ mediaType, data }: ContentPart & { type: 'image' }) {
  const type = mediaType.toLowerCase() === 'image/jpg' ? 'image/jpeg' : mediaType.toLowerCase()
  const known = imageTypes.find((one) => one === type)
  if (known === undefined) {
    throw new ModelError('MODEL_REJECTED', 'it takes pictures of kinds JPEG, PNG, GIF and WebP, and no others')
  }
  return { type: 'base64' as const, media_type: known, data: Buffer.from(data).toString('base64') }
}

/** The protocol takes an object. What a model wrote that is none is given back under a name, so that it sees its mistake. */
function readInput(input: string): Record<string, unknown> {
  let value: unknown
  try {
    value = input.trim() === '' ? {} : JSON.parse(input)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { text: input }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { value }
}
