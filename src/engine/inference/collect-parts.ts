import type { ContentPart, Generated, StreamPart } from './language-model.ts'
import { ModelError } from './model-runner.ts'

/** The whole answer of a stream. @throws what the stream does; ModelError MODEL_FAILED for one without an end */
export async function collectParts(stream: AsyncIterable<StreamPart>): Promise<Generated> {
  const content: ContentPart[] = []
  const open = new Map<string, ContentPart & { type: 'text' | 'reasoning' }>()
  let warnings: Generated['warnings'] = []
  for await (const part of stream) {
    switch (part.type) {
      case 'stream-start':
        warnings = part.warnings
        break
      case 'text-start':
      case 'reasoning-start': {
        const begun =
          part.type === 'text-start'
            ? { type: 'text' as const, text: '' }
            : { type: 'reasoning' as const, text: '', signature: null }
        open.set(part.id, begun)
        content.push(begun)
        break
      }
      case 'text-delta':
      case 'reasoning-delta': {
        const begun = open.get(part.id)
        if (begun !== undefined) begun.text += part.text
        break
      }
      case 'reasoning-end': {
        const begun = open.get(part.id)
        if (begun?.type === 'reasoning') begun.signature = part.signature
        break
      }
      case 'tool-call-end':
        content.push({ type: 'tool-call', id: part.id, name: part.name, input: part.input })
        break
      case 'finish':
        return { content, reason: part.reason, usage: part.usage, model: part.model, warnings }
    }
  }
  throw new ModelError('MODEL_FAILED', 'the answer ended before it was whole', { isTransient: true })
}
