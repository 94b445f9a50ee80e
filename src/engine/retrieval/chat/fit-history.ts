import { writePassagePrompt } from '../../../domain/passage-prompt.ts'
import type { AttachedContent } from '../../store/repositories/chat-attachments.ts'
import type { ContentPart, ModelMessage } from './model-message.ts'
import { attachedSources } from './prompt-sources.ts'
import { roughTokens } from './rough-tokens.ts'

/** A question of before with its answer. */
export type PastExchange = {
  question: string
  attachments: readonly AttachedContent[]
  /** As it was shown, with its marks. */
  answer: string
  /** Documents whose words the answer may repeat. */
  documentIds: readonly string[]
}

export type FittedHistory = { messages: ModelMessage[]; documentIds: string[]; left: number }

/** The last exchanges of a branch that fit into so many tokens, oldest first, and how many before them did not. */
export function fitHistory(
  past: readonly PastExchange[],
  { budget, withImages }: { budget: number; withImages: boolean },
): FittedHistory {
  const kept: PastExchange[] = []
  let tokens = 0
  for (const exchange of past.toReversed()) {
    const files = attachedSources(exchange.attachments, withImages)
    tokens += roughTokens([exchange.question, exchange.answer, ...files.map(({ text }) => text)].join('\n'))
    if (tokens > budget) break
    kept.unshift(exchange)
  }
  return {
    messages: kept.flatMap((exchange): ModelMessage[] => [
      { role: 'user', content: questionParts(exchange, withImages) },
      { role: 'assistant', content: [{ type: 'text', text: withoutMarks(exchange.answer) }] },
    ]),
    documentIds: kept.flatMap(({ documentIds }) => documentIds),
    left: past.length - kept.length,
  }
}

function questionParts({ question, attachments }: PastExchange, withImages: boolean): ContentPart[] {
  const sources = attachedSources(attachments, withImages)
  const text = sources.length === 0 ? question : writePassagePrompt({ sources, question })
  return [...(withImages ? imageParts(attachments) : []), { type: 'text', text }]
}

export function imageParts(attachments: readonly AttachedContent[]): ContentPart[] {
  return attachments.flatMap(({ data, mediaType }): ContentPart[] =>
    data === null ? [] : [{ type: 'image', mediaType, data }],
  )
}

/** The numbers of an earlier answer are of other sources than those that come with the next question. */
function withoutMarks(answer: string): string {
  return answer.replace(/(?:(?<![ \t])[ \t]+)?\[\d{1,3}\]/gu, '')
}
