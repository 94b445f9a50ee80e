import type { Answer } from '../../../src/contract/answers.ts'
import type { AnswerEvent } from '../../../src/contract/chat.ts'
import type { TestEngine } from '../test-engine.ts'

type Client = TestEngine['client']

/** All events of an answer, with those that a test asks for most. */
export type ReadAnswer = {
  events: AnswerEvent[]
  conversationId: string
  questionId: string
  messageId: string
  /** The pieces of text, put together. */
  text: string
  answer: Answer
}

export async function readAnswer(events: AsyncIterable<AnswerEvent>): Promise<ReadAnswer> {
  const all: AnswerEvent[] = []
  for await (const event of events) all.push(event)
  return toAnswer(all)
}

export function toAnswer(events: AnswerEvent[]): ReadAnswer {
  const start = events.find((event) => event.type === 'answer-start')
  const end = events.findLast((event) => event.type === 'answer-end')
  if (start === undefined || end === undefined) throw new Error('the answer has no beginning or no end')
  const { conversationId, questionId, messageId } = start
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
  return { events, conversationId, questionId, messageId, text, answer: end.answer }
}

export async function ask(client: Client, input: Parameters<Client['chat']['ask']>[0]): Promise<ReadAnswer> {
  return readAnswer(await client.chat.ask(input))
}

/** Reads events until one is of this kind, and leaves the others to be read. */
export async function readUntil(
  events: AsyncIterator<AnswerEvent>,
  isReached: (event: AnswerEvent) => boolean,
): Promise<AnswerEvent[]> {
  const read: AnswerEvent[] = []
  for (;;) {
    const { value, done } = await events.next()
    if (done === true) throw new Error('the answer ended before that')
    read.push(value)
    if (isReached(value)) return read
  }
}
