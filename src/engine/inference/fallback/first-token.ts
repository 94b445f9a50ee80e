import type { StreamPart } from '../language-model.ts'

/** A stream that has begun to say something: what came before that, and the rest of it. */
export type Begun = { head: StreamPart[]; rest: AsyncIterator<StreamPart> }

/** Parts that only announce others: nobody has seen a word yet, and another model may still take over. */
const announcements = new Set<StreamPart['type']>(['stream-start', 'text-start', 'reasoning-start'])

/**
 * Reads up to the first part that a person would see, or to the end of an answer without one.
 *
 * @throws what the stream does before that
 */
export async function awaitFirstToken(stream: AsyncIterable<StreamPart>): Promise<Begun> {
  const rest = stream[Symbol.asyncIterator]()
  const head: StreamPart[] = []
  for (;;) {
    const { done, value } = await rest.next()
    if (done === true) return { head, rest }
    head.push(value)
    if (!announcements.has(value.type)) return { head, rest }
  }
}
