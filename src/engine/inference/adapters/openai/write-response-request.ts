import type OpenAI from 'openai'
import type { GenerationWarning } from '../../../../contract/language-models.ts'
import type { ContentPart, GenerationRequest, ModelMessage } from '../../language-model.ts'
import type { Target } from './openai-target.ts'
import { isStrictSchema } from './strict-schema.ts'
import { readSignature } from './thought-signature.ts'
import { dataUrl, partsOf, textOf, writeInput, writeResult } from './write-chat-messages.ts'
import { leftOut } from './write-chat-request.ts'
import { writeSampling, writeThinking } from './write-thinking.ts'

type Body = OpenAI.Responses.ResponseCreateParamsStreaming
type Item = OpenAI.Responses.ResponseInputItem

/** The protocol refuses less. */
const leastOutputTokens = 16

/**
 * A request of `/responses`, with what of the asked options the protocol or the model does not have. The server is told to
 * keep nothing of it.
 */
export function writeResponseRequest(
  request: GenerationRequest,
  target: Target,
): { body: Body; warnings: GenerationWarning[] } {
  const { structured, maximumOutputTokens, seed, stop = [] } = request
  const thinking = writeThinking(request, target)
  const sampling = writeSampling(request, { traits: target.traits, effort: thinking.effort })
  const showsThoughts = thinking.effort !== null && thinking.effort !== 'none'
  const warnings: GenerationWarning[] = [...thinking.warnings, ...sampling.warnings, ...leftOut(request, target)]
  const unknown = (option: string, reason: string) => warnings.push({ option, reason })
  if (seed !== undefined) unknown('seed', 'the protocol has no seed')
  if (stop.length > 0) unknown('stop', 'the protocol has no stop sequences')
  if (maximumOutputTokens < leastOutputTokens) {
    unknown('maximumOutputTokens', `the protocol takes no less than ${leastOutputTokens}`)
  }
  const body: Body = {
    model: target.name,
    input: request.messages.flatMap((message) => writeItems(message, target)),
    stream: true,
    store: false,
    max_output_tokens: Math.max(leastOutputTokens, maximumOutputTokens),
    ...sampling.fields,
    ...(thinking.effort === null
      ? {}
      : { reasoning: { effort: thinking.effort, ...(showsThoughts ? { summary: 'auto' as const } : {}) } }),
    ...(target.kind.encryptedThoughts && target.supports.reasoning
      ? { include: ['reasoning.encrypted_content' as const] }
      : {}),
    ...(structured === undefined
      ? {}
      : { text: { format: { type: 'json_schema', ...structured, strict: isStrictSchema(structured.schema) } } }),
    ...writeTools(request, target),
  }
  return { body, warnings }
}

function writeTools(
  { tools = [], toolChoice }: GenerationRequest,
  { supports }: Target,
): Pick<Body, 'tools' | 'tool_choice'> {
  if (tools.length === 0 || !supports.tools) return {}
  return {
    tools: tools.map(({ name, description, schema }) => ({
      type: 'function',
      name,
      description,
      parameters: schema,
      strict: false,
    })),
    ...(toolChoice === undefined
      ? {}
      : { tool_choice: typeof toolChoice === 'string' ? toolChoice : { type: 'function', name: toolChoice.name } }),
  }
}

function writeItems(message: ModelMessage, target: Target): Item[] {
  switch (message.role) {
    case 'system':
      return [{ role: target.traits.systemRole, content: textOf(message) }]
    case 'user':
      return [{ role: 'user', content: userContent(message, target) }]
    case 'assistant':
      return message.content.flatMap((part, index) => assistantItem(part, { message, index, name: target.name }))
    case 'tool':
      return partsOf(message, 'tool-result').map((result) => ({
        type: 'function_call_output',
        call_id: result.id,
        output: writeResult(result),
      }))
  }
}

function userContent(message: ModelMessage, { supports }: Target): string | OpenAI.Responses.ResponseInputContent[] {
  if (!supports.images || !message.content.some(({ type }) => type === 'image')) return textOf(message)
  return message.content.flatMap((part): OpenAI.Responses.ResponseInputContent[] => {
    if (part.type === 'text') return [{ type: 'input_text', text: part.text }]
    // One known size, so that what it takes can be told before.
    return part.type === 'image' ? [{ type: 'input_image', image_url: dataUrl(part), detail: 'high' }] : []
  })
}

function assistantItem(
  part: ContentPart,
  { message, index, name }: { message: ModelMessage; index: number; name: string },
): Item[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ role: 'assistant', content: part.text }]
    case 'tool-call':
      return [{ type: 'function_call', call_id: part.id, name: part.name, arguments: writeInput(part) }]
    case 'reasoning': {
      const item = readSignature(part.signature, name)?.item
      // A thought that nothing followed from is refused.
      const isFollowed = message.content.slice(index + 1).some(({ type }) => type === 'text' || type === 'tool-call')
      if (item === undefined || !isFollowed) return []
      const summary = part.text === '' ? [] : [{ type: 'summary_text' as const, text: part.text }]
      return [{ type: 'reasoning', id: item.id, summary, encrypted_content: item.encrypted }]
    }
    default:
      return []
  }
}
