import { answerInstructions, shortInstructions, writePassagePrompt } from '../../../domain/passage-prompt.ts'

import type { AttachedContent } from '../../store/repositories/chat-attachments.ts'
import { fitHistory, imageParts, type PastExchange } from './fit-history.ts'
import type { ModelMessage } from './model-message.ts'
import { attachedSources, type CitableSource, toPromptSource } from './prompt-sources.ts'
import type { PromptRoom } from './room-for-prompt.ts'
import { roughTokens } from './rough-tokens.ts'

export type Prompt = {
  messages: ModelMessage[]
  /** The last message that comes again with the next question. */
  cacheUpTo: number
  /** Documents whose words it holds, in passages or in earlier answers. */
  documentIds: string[]
  /** Exchanges of the conversation that found no room. */
  left: number
  /** As roughly counted here: all of it, and what can't be left out. */
  total: number
  fixed: number
}

/** What a model is asked: what to do, the conversation so far, then the sources with the question. */
export function writePrompt(
  {
    question,
    sources,
    attachments,
    past,
  }: {
    question: string
    sources: readonly CitableSource[]
    attachments: readonly AttachedContent[]
    past: readonly PastExchange[]
  },
  { room, withImages }: { room: PromptRoom; withImages: boolean },
): Prompt {
  const instructions = room.isShort ? shortInstructions : answerInstructions
  const history = fitHistory(past, { budget: room.history, withImages })
  const files = attachedSources(attachments, withImages)
  const asked = writePassagePrompt({ sources: [...sources.map(toPromptSource), ...files], question })
  const messages: ModelMessage[] = [
    { role: 'system', content: [{ type: 'text', text: instructions }] },
    ...history.messages,
    { role: 'user', content: [...(withImages ? imageParts(attachments) : []), { type: 'text', text: asked }] },
  ]
  const textOf = (message: ModelMessage) =>
    message.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const total = messages.reduce((sum, message) => sum + roughTokens(textOf(message)), 0)
  const fixed = roughTokens([shortInstructions, question, ...files.map(({ text }) => text)].join('\n'))
  return {
    messages,
    cacheUpTo: messages.length - 2,
    documentIds: [...new Set([...sources.map(({ piece }) => piece.passage.documentId), ...history.documentIds])],
    left: history.left,
    total,
    fixed,
  }
}
