import type { ChatHistoryItem, ChatModelFunctionCall, ChatModelResponse } from 'node-llama-cpp'
import type { ContentPart, ModelMessage } from '../language-model.ts'
import { ModelError } from '../model-runner.ts'

/**
 * Messages as llama.cpp's chat layouts take them, where a tool's result stands with its call. The last item is the model's
 * own: what it has to go on with, or nothing yet.
 *
 * @throws ModelError MODEL_REJECTED for an image
 */
export function toChatHistory(messages: readonly ModelMessage[]): ChatHistoryItem[] {
  const history: ChatHistoryItem[] = []
  const calls = new Map<string, ChatModelFunctionCall>()

  function answering(): ChatModelResponse {
    const last = history.at(-1)
    if (last?.type === 'model') return last
    const begun: ChatModelResponse = { type: 'model', response: [] }
    history.push(begun)
    return begun
  }

  for (const { role, content } of messages) {
    if (role === 'assistant') answering().response.push(...content.flatMap((part) => said(part, calls)))
    else if (role === 'tool') for (const part of content) settle(part, calls)
    else history.push({ type: role, text: textOf(content) })
  }
  answering()
  return history
}

function said(part: ContentPart, calls: Map<string, ChatModelFunctionCall>): ChatModelResponse['response'] {
  switch (part.type) {
    case 'text':
      return [part.text]
    case 'reasoning':
      return [{ type: 'segment', segmentType: 'thought', text: part.text, ended: true }]
    case 'tool-call': {
      const call: ChatModelFunctionCall = {
        type: 'functionCall',
        name: part.name,
        params: readInput(part.input),
        result: 'no result',
      }
      calls.set(part.id, call)
      return [call]
    }
    default:
      throw new ModelError('MODEL_REJECTED', `an answer can't hold a part of type ${part.type}`)
  }
}

/** What a model wrote as JSON may be none: it then comes again as the text that it is. */
function readInput(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch (error) {
    if (error instanceof SyntaxError) return input
    throw error
  }
}

function settle(part: ContentPart, calls: Map<string, ChatModelFunctionCall>): void {
  const call = part.type === 'tool-result' ? calls.get(part.id) : undefined
  if (part.type !== 'tool-result' || call === undefined) {
    throw new ModelError('MODEL_REJECTED', 'a result belongs to no call of a tool')
  }
  call.result = part.isError ? { error: part.output } : part.output
}

function textOf(content: readonly ContentPart[]): string {
  const texts = content.map((part) => {
    if (part.type === 'text') return part.text
    if (part.type === 'image') throw new ModelError('MODEL_REJECTED', 'this model reads no images')
    throw new ModelError('MODEL_REJECTED', `a question can't hold a part of type ${part.type}`)
  })
  return texts.join('\n\n')
}
