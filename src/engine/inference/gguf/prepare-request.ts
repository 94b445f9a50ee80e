import type { ChatHistoryItem, ChatModelFunctions, ChatWrapper, LlamaContext, Token } from 'node-llama-cpp'
import type { GenerationWarning } from '../../../contract/language-models.ts'
import type { GenerationRequest, ToolDefinition } from '../language-model.ts'
import type { CountedRequest } from '../local/language-protocol.ts'
import { toChatHistory } from './chat-history.ts'
import { forcedCallSchema, forcedCallText } from './forced-call.ts'
import { toGrammarSchema } from './grammar-schema.ts'

/** A request as the model gets it. */
export type Prepared = {
  history: ChatHistoryItem[]
  /** All that the model reads, in its own tokens. */
  tokens: Token[]
  functions: ChatModelFunctions | null
  /** What the answer is held to as a whole. */
  form: { kind: 'structured' | 'forced-call'; schema: Record<string, unknown> } | null
  warnings: GenerationWarning[]
}

type Asked = CountedRequest & Pick<Partial<GenerationRequest>, 'toolChoice'>

/** Of the context, what the description of an answer's form may take: a small model needs the room for the answer. */
const instructedPart = 1 / 8

/** @throws ModelError MODEL_REJECTED for what a language model here does not read */
export function prepareRequest(
  request: Asked,
  { context, wrapper }: { context: LlamaContext; wrapper: ChatWrapper },
): Prepared {
  const { model } = context
  const tools = request.toolChoice === 'none' ? [] : (request.tools ?? [])
  const form = formOf(request, tools)
  const functions = form === null && tools.length > 0 ? toFunctions(tools) : null
  const instruction = form === null ? '' : instructionOf(form, tools, request)
  const isShort = model.tokenize(instruction).length <= context.contextSize * instructedPart
  const history = withInstruction(toChatHistory(request.messages), isShort ? instruction : '')
  const { contextText } = wrapper.generateContextState({
    chatHistory: history,
    ...(functions === null ? {} : { availableFunctions: functions }),
  })
  const warnings =
    form?.kind === 'structured' && tools.length > 0
      ? [{ option: 'tools', reason: 'a model on this machine calls no tools while its answer has to fit a schema' }]
      : []
  return { history, tokens: contextText.tokenize(model.tokenizer), functions, form, warnings }
}

function formOf({ structured, toolChoice }: Asked, tools: readonly ToolDefinition[]): Prepared['form'] {
  if (structured !== undefined) return { kind: 'structured', schema: structured.schema }
  const wanted = typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools
  const isForced = toolChoice === 'required' || typeof toolChoice === 'object'
  return isForced && wanted.length > 0 ? { kind: 'forced-call', schema: forcedCallSchema(wanted) } : null
}

/** Functions are documented to the model by their schema and held to it by a grammar. */
function toFunctions(tools: readonly ToolDefinition[]): ChatModelFunctions {
  return Object.fromEntries(
    tools.map(({ name, description, schema }) => {
      const { schema: params } = toGrammarSchema(schema, Number.POSITIVE_INFINITY)
      return [name, { description, params }]
    }),
  )
}

/** The grammar holds the answer to its form in any case; a model that is told of it fills it with better words. */
function instructionOf(form: NonNullable<Prepared['form']>, tools: readonly ToolDefinition[], request: Asked): string {
  if (form.kind === 'forced-call') return forcedCallText(tools)
  return `Answer with JSON of this schema: ${JSON.stringify(request.structured?.schema)}`
}

function withInstruction(history: ChatHistoryItem[], instruction: string): ChatHistoryItem[] {
  if (instruction === '') return history
  const [first, ...others] = history
  return first?.type === 'system'
    ? [{ ...first, text: `${String(first.text)}\n\n${instruction}` }, ...others]
    : [{ type: 'system', text: instruction }, ...history]
}
