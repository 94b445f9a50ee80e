import type OpenAI from 'openai'
import type { ContentPart, ModelMessage } from '../../language-model.ts'
import type { Target } from './openai-target.ts'
import { readSignature } from './thought-signature.ts'

type Message = OpenAI.ChatCompletionMessageParam
type UserPart = OpenAI.ChatCompletionContentPart
type Part<Type extends ContentPart['type']> = Extract<ContentPart, { type: Type }>

/** The messages of a conversation for `/chat/completions`. Results of tools become a message each. */
export function writeChatMessages(messages: readonly ModelMessage[], target: Target): Message[] {
  return messages.flatMap((message) => writeMessage(message, target))
}

function writeMessage(message: ModelMessage, target: Target): Message[] {
  switch (message.role) {
    case 'system':
      return [{ role: target.traits.systemRole, content: textOf(message) }]
    case 'user':
      return [{ role: 'user', content: userContent(message, target) }]
    case 'assistant':
      return [assistantMessage(message, target)]
    case 'tool':
      return partsOf(message, 'tool-result').map((result) => ({
        role: 'tool',
        tool_call_id: result.id,
        content: writeResult(result),
      }))
  }
}

/** The protocols have no mark for a tool that failed. */
export const writeResult = ({ output, isError }: Part<'tool-result'>): string => (isError ? `Error: ${output}` : output)

export const dataUrl = ({ mediaType, data }: Part<'image'>): string =>
  `data:${mediaType};base64,${Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')}`

/** A call without input has an empty one: no server takes an empty text there. */
export const writeInput = ({ input }: Part<'tool-call'>): string => (input.trim() === '' ? '{}' : input)

export function partsOf<Type extends ContentPart['type']>(message: ModelMessage, type: Type): Part<Type>[] {
  return message.content.filter((part): part is Part<Type> => part.type === type)
}

export const textOf = (message: ModelMessage): string =>
  partsOf(message, 'text')
    .map(({ text }) => text)
    .join('')

/** Many servers take parts only from models that see. */
function userContent(message: ModelMessage, { kind, supports }: Target): string | UserPart[] {
  if (!supports.images || !message.content.some(({ type }) => type === 'image')) return textOf(message)
  return message.content.flatMap((part): UserPart[] => {
    if (part.type === 'text') return [{ type: 'text', text: part.text }]
    if (part.type !== 'image') return []
    const detail = kind.imageDetail ? { detail: 'high' as const } : {}
    return [{ type: 'image_url', image_url: { url: dataUrl(part), ...detail } }]
  })
}

function assistantMessage(message: ModelMessage, { name, kind }: Target): Message {
  const calls = partsOf(message, 'tool-call')
  const thoughts = partsOf(message, 'reasoning')
  const signatures = Object.assign({}, ...thoughts.map(({ signature }) => readSignature(signature, name)?.calls ?? {}))
  const text = textOf(message)
  const thought = thoughts.map((part) => part.text).join('')
  const returned = kind.thoughtsBack && thought !== '' ? { reasoning_content: thought } : {}
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    ...returned,
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map((call) => ({
            id: call.id,
            type: 'function' as const,
            function: { name: call.name, arguments: writeInput(call) },
            ...(call.id in signatures ? { extra_content: { google: { thought_signature: signatures[call.id] } } } : {}),
          })),
        }),
  }
}
