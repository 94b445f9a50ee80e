import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'
import type { MessageCreateParamsStreaming, OutputConfig, Tool, ToolChoice } from '@anthropic-ai/sdk/resources/messages'
import type { GenerationWarning } from '../../../../contract/language-models.ts'
import type { GenerationRequest } from '../../language-model.ts'
import type { ClaudeTraits } from './claude-traits.ts'
import { type WrittenMessages, writeMessages } from './write-messages.ts'
import { thinks, writeThinking } from './write-thinking.ts'

/** A call's body. Sampling options are no longer of the SDK's types; servers of others still take them. */
export type RequestBody = MessageCreateParamsStreaming & { temperature?: number; top_p?: number }

export type WrittenRequest = {
  body: RequestBody
  warnings: GenerationWarning[]
  /** The tool whose input is the answer, where a schema had to be asked for in that way. */
  answerTool: string | null
}

/** The protocol takes stop sequences that hold more than white space. */
const isStop = (text: string) => text.trim() !== ''

/**
 * A request in the words of the Messages protocol. What the model does not have becomes a warning.
 *
 * @throws ModelError MODEL_REJECTED for an image of a kind that the protocol has not
 */
export function writeRequest(
  request: GenerationRequest,
  model: { name: string; traits: ClaudeTraits },
): WrittenRequest {
  const { name, traits } = model
  const { maximumOutputTokens, stop = [], cacheUpTo = null } = request
  const written = writeMessages(request.messages, { model: name, cacheUpTo, prefill: traits.prefill })
  const { system, messages } = written
  const tools = writeTools(request, { traits, messages })
  const { thinking, effort, warnings } = writeThinking(request.reasoning, {
    traits,
    maximumOutputTokens,
    forbidden: reasonNotToThink({ traits, tools, messages }),
  })
  const sampling = writeSampling(request, { traits, thinks: thinks(thinking) })
  const stops = stop.filter(isStop)
  const output: OutputConfig = {
    ...(effort === null ? {} : { effort }),
    ...(tools.format === null ? {} : { format: { type: 'json_schema', schema: tools.format } }),
  }

  const body: RequestBody = {
    model: name,
    max_tokens: maximumOutputTokens,
    messages,
    stream: true,
    ...(system.length === 0 ? {} : { system }),
    ...(tools.tools.length === 0 ? {} : { tools: tools.tools }),
    ...(tools.choice === null ? {} : { tool_choice: tools.choice }),
    ...(thinking === null ? {} : { thinking }),
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
    ...(stops.length === 0 ? {} : { stop_sequences: stops }),
    ...sampling.options,
  }
  return {
    body,
    answerTool: tools.answerTool,
    warnings: [
      ...warnings,
      ...sampling.warnings,
      ...tools.warnings,
      ...(stops.length < stop.length ? [warn('stop', 'white space alone can not end an answer')] : []),
      ...(request.seed === undefined ? [] : [warn('seed', 'this provider has no seeds')]),
      ...(written.askedToGoOn ? [warn('messages', 'the model is asked in words to go on with its answer')] : []),
    ],
  }
}

const warn = (option: string, reason: string): GenerationWarning => ({ option, reason })

type Tools = {
  tools: Tool[]
  choice: ToolChoice | null
  format: Record<string, unknown> | null
  answerTool: string | null
  warnings: GenerationWarning[]
}

function writeTools(
  request: GenerationRequest,
  { traits, messages }: { traits: ClaudeTraits; messages: WrittenMessages['messages'] },
): Tools {
  const { structured } = request
  const tools: Tool[] = (request.tools ?? []).map(({ name, description, schema }) => ({
    name,
    description,
    input_schema: { ...schema, type: 'object' },
  }))
  const written: Tools = { tools, choice: null, format: null, answerTool: null, warnings: [] }
  // The protocol refuses calls and results of tools that it is not told of.
  if (tools.length === 0) written.tools = calledTools(messages)
  if (written.tools.length > 0) Object.assign(written, writeChoice(request, { traits, hasTools: tools.length > 0 }))
  if (structured === undefined) return written

  const format = traits.outputFormat ? asOutputFormat(structured.schema) : null
  if (format !== null) return { ...written, format }
  const answer: Tool = {
    name: structured.name,
    description: 'Gives the answer. Its input is the answer, and nothing is said beside it.',
    input_schema: { ...structured.schema, type: 'object' },
  }
  const hasOthers = tools.length > 0
  const choice: ToolChoice = !traits.forcedTools
    ? { type: 'auto' }
    : hasOthers
      ? { type: 'any' }
      : { type: 'tool', name: answer.name, disable_parallel_tool_use: true }
  return {
    ...written,
    tools: [...written.tools, answer],
    choice,
    answerTool: answer.name,
    warnings: traits.forcedTools
      ? written.warnings
      : [...written.warnings, warn('structured', 'the model is asked for this schema, and may still answer in words')],
  }
}

function writeChoice(
  { toolChoice }: GenerationRequest,
  { traits, hasTools }: { traits: ClaudeTraits; hasTools: boolean },
): Pick<Tools, 'choice' | 'warnings'> {
  if (!hasTools || toolChoice === 'none') return { choice: { type: 'none' }, warnings: [] }
  if (toolChoice === undefined || toolChoice === 'auto') return { choice: null, warnings: [] }
  if (!traits.forcedTools) {
    return {
      choice: { type: 'auto' },
      warnings: [warn('toolChoice', 'this model can not be made to call a tool; it decides by itself')],
    }
  }
  const choice: ToolChoice = toolChoice === 'required' ? { type: 'any' } : { type: 'tool', name: toolChoice.name }
  return { choice, warnings: [] }
}

/** The tools that the conversation called, without what they were for. */
function calledTools(messages: WrittenMessages['messages']): Tool[] {
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  const names = new Set(blocks.flatMap((block) => (block.type === 'tool_use' ? [block.name] : [])))
  return [...names].map((name) => ({ name, input_schema: { type: 'object' } }))
}

/** Null for a schema that says too little of its parts to be written by. */
function asOutputFormat(schema: Record<string, unknown>): Record<string, unknown> | null {
  try {
    return transformJSONSchema({ ...schema, type: 'object' })
  } catch (error) {
    // What the SDK throws for a part without a type.
    if (error instanceof Error && error.message.startsWith('JSON schema must have')) return null
    throw error
  }
}

/** Why a call must not think; null when it may. */
function reasonNotToThink(call: {
  traits: ClaudeTraits
  tools: Tools
  messages: WrittenMessages['messages']
}): string | null {
  const { type } = call.tools.choice ?? { type: 'auto' }
  if (type === 'any' || type === 'tool') return 'a model that is made to call a tool does not think before'
  if (call.traits.thinking === 'budget' && call.messages.at(-1)?.role === 'assistant') {
    return 'a model that goes on with an answer does not think before'
  }
  // A budget may not be given in the middle of calls that were made without thinking.
  const last = call.messages.findLast(({ role }) => role === 'assistant')?.content
  const blocks = typeof last === 'string' || last === undefined ? [] : last
  const answersCalls = call.messages.at(-1)?.role === 'user' && blocks.some(({ type }) => type === 'tool_use')
  const thought = blocks.some(({ type }) => type === 'thinking' || type === 'redacted_thinking')
  return call.traits.thinking === 'budget' && answersCalls && !thought
    ? 'the calls that are answered here were made without thinking'
    : null
}

/** The protocol's own most; others go to 2. */
const mostTemperature = 1

function writeSampling(
  { temperature, topP }: GenerationRequest,
  { traits, thinks }: { traits: ClaudeTraits; thinks: boolean },
): { options: Pick<RequestBody, 'temperature' | 'top_p'>; warnings: GenerationWarning[] } {
  const asked = [...(temperature === undefined ? [] : ['temperature']), ...(topP === undefined ? [] : ['topP'])]
  const reason = !traits.sampling
    ? 'this provider no longer has it'
    : thinks
      ? 'a model that thinks does not take it'
      : null
  if (reason !== null) return { options: {}, warnings: asked.map((option) => warn(option, reason)) }
  return {
    options: {
      ...(temperature === undefined ? {} : { temperature: Math.min(temperature, mostTemperature) }),
      ...(topP === undefined ? {} : { top_p: topP }),
    },
    warnings:
      temperature !== undefined && temperature > mostTemperature
        ? [warn('temperature', `this protocol goes to ${mostTemperature}, which was taken`)]
        : [],
  }
}
