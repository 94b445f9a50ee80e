import type OpenAI from 'openai'
import type { GenerationWarning } from '../../../../contract/language-models.ts'
import type { GenerationRequest, ModelMessage } from '../../language-model.ts'
import type { Target } from './openai-target.ts'
import { isStrictSchema } from './strict-schema.ts'
import { writeChatMessages } from './write-chat-messages.ts'
import { writeSampling, writeThinking } from './write-thinking.ts'

type Body = OpenAI.ChatCompletionCreateParamsStreaming

/** Fields that servers have beside those of OpenAI. */
type ExtraFields = { thinking?: { type: 'enabled' | 'disabled' }; reasoning_format?: 'parsed' }

/** A request of `/chat/completions`, with what of the asked options the model does not have. */
export function writeChatRequest(
  request: GenerationRequest,
  target: Target,
): { body: Body & ExtraFields; warnings: GenerationWarning[] } {
  const { kind, traits } = target
  const hasTools = (request.tools?.length ?? 0) > 0 && target.supports.tools
  const thinking = thinkBesideTools(writeThinking(request, target), { request, target, hasTools })
  const sampling = writeSampling(request, { traits, effort: thinking.effort })
  const options = writeOptions(request, target)
  const structured = writeStructured(request, target)
  const body: Body & ExtraFields = {
    model: target.name,
    messages: writeChatMessages(structured.messages, target),
    stream: true,
    ...(kind.usageOption ? { stream_options: { include_usage: true } } : {}),
    [kind.outputLimit]: request.maximumOutputTokens,
    ...sampling.fields,
    ...options.fields,
    ...structured.fields,
    ...(hasTools ? writeTools(request, target) : {}),
    ...(thinking.effort === null ? {} : { reasoning_effort: thinking.effort }),
    ...(thinking.isOn === null ? {} : { thinking: { type: thinking.isOn ? 'enabled' : 'disabled' } }),
    ...(traits.parsedThoughts && target.supports.reasoning ? { reasoning_format: 'parsed' } : {}),
  }
  const warnings = [...thinking.warnings, ...sampling.warnings, ...options.warnings, ...structured.warnings]
  return { body, warnings: [...warnings, ...leftOut(request, target)] }
}

function thinkBesideTools(
  thinking: ReturnType<typeof writeThinking>,
  { request, target, hasTools }: { request: GenerationRequest; target: Target; hasTools: boolean },
): ReturnType<typeof writeThinking> {
  if (!hasTools || !target.supports.reasoning || target.traits.toolsWithThinking) return thinking
  const wanted = request.reasoning !== undefined && request.reasoning !== 'off'
  const reason = 'the model does not think beside tools in this protocol; the responses protocol has both'
  return { effort: 'none', isOn: null, warnings: wanted ? [{ option: 'reasoning', reason }] : [] }
}

/** What the conversation holds that the model has no place for. */
export function leftOut(
  { messages, tools = [] }: Pick<GenerationRequest, 'messages' | 'tools'>,
  { supports }: Target,
): GenerationWarning[] {
  const hasImages = messages.some(({ content }) => content.some(({ type }) => type === 'image'))
  return [
    ...(hasImages && !supports.images ? [{ option: 'images', reason: 'the model sees no pictures' }] : []),
    ...(tools.length > 0 && !supports.tools ? [{ option: 'tools', reason: 'the model has no tools' }] : []),
  ]
}

function writeOptions(
  { seed, stop = [] }: GenerationRequest,
  { kind, traits }: Target,
): { fields: Pick<Body, 'seed' | 'stop'>; warnings: GenerationWarning[] } {
  const hasSeed = kind.seed && traits.seed
  const kept = traits.stop ? stop.slice(0, kind.mostStops) : []
  const warnings: GenerationWarning[] = []
  if (seed !== undefined && !hasSeed) warnings.push({ option: 'seed', reason: 'the model takes no seed' })
  if (stop.length > kept.length) {
    const reason = traits.stop ? `the server takes no more than ${kept.length}` : 'the model takes none'
    warnings.push({ option: 'stop', reason })
  }
  return {
    fields: { ...(seed !== undefined && hasSeed ? { seed } : {}), ...(kept.length === 0 ? {} : { stop: kept }) },
    warnings,
  }
}

function writeTools(
  { tools = [], toolChoice }: GenerationRequest,
  { kind }: Target,
): Pick<Body, 'tools' | 'tool_choice'> {
  const choice = toolChoice === 'required' && !kind.toolRequired ? 'auto' : toolChoice
  return {
    tools: tools.map(({ name, description, schema }) => ({
      type: 'function',
      function: { name, description, parameters: schema },
    })),
    ...(choice === undefined
      ? {}
      : { tool_choice: typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } } }),
  }
}

function writeStructured(
  { structured, messages, toolChoice, tools = [] }: GenerationRequest,
  { kind, traits, supports }: Target,
): { messages: readonly ModelMessage[]; fields: Pick<Body, 'response_format'>; warnings: GenerationWarning[] } {
  const warnings: GenerationWarning[] = []
  if (toolChoice === 'required' && tools.length > 0 && !kind.toolRequired) {
    warnings.push({ option: 'toolChoice', reason: 'the server can’t make a model call a tool' })
  }
  if (structured === undefined) return { messages, fields: {}, warnings }
  if (traits.schema && supports.structured) {
    const { name, schema } = structured
    const json_schema = { name, schema, strict: isStrictSchema(schema) }
    return { messages, fields: { response_format: { type: 'json_schema', json_schema } }, warnings }
  }
  warnings.push({ option: 'structured', reason: 'the model writes JSON, and is only asked to keep to the schema' })
  const told = tellSchema(messages, structured.schema)
  return { messages: told, fields: { response_format: { type: 'json_object' } }, warnings }
}

/** JSON mode does not know the schema, and is refused where the question does not speak of JSON. */
function tellSchema(messages: readonly ModelMessage[], schema: Record<string, unknown>): ModelMessage[] {
  const text = `Answer with one JSON object that this JSON Schema takes, and nothing else:\n${JSON.stringify(schema)}`
  const first = messages[0]
  // Some models have room for one system message.
  return first?.role === 'system'
    ? [{ role: 'system', content: [...first.content, { type: 'text', text: `\n\n${text}` }] }, ...messages.slice(1)]
    : [{ role: 'system', content: [{ type: 'text', text }] }, ...messages]
}
