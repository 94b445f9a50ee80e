import { create } from 'zustand'
import type { AnswerEvent, AnswerHead, AnswerSentence, Citation } from '../../contract/chat.ts'
import type { ModelChoice } from '../../contract/language-models.ts'
import { atMostEvery } from '../lib/at-most-every.ts'
import { client, engine } from './client.ts'
import { disconnected, isStopped } from './failure.ts'
import { queryClient } from './query-client.ts'

/** Key under which a conversation that the engine has not numbered yet is kept. */
export const newConversation = 'new'

/** How a question is to be answered where that is not as the settings say. */
export type AskedHow = {
  scope?: 'passages' | 'collection'
  /** False looks anew even where an answer was kept. */
  reuse?: boolean
  /** True searches more broadly. */
  broad?: boolean
}

/** A call to `chat.ask` in flight, or one that ended without the engine having kept its answer. */
export type LiveAnswer = {
  question: string
  libraries: readonly string[]
  how: AskedHow
  messageId: string | null
  /** Null until the engine has begun to answer. */
  head: AnswerHead | null
  /** Null until a model was chosen, and for an answer that asks none. */
  choice: ModelChoice | null
  /** What the model thought before it answered, as far as it has come. */
  reasoning: string
  /** Of an answer that a model writes: its Markdown as far as it has come. */
  text: string
  citations: readonly Citation[]
  sentences: readonly AnswerSentence[]
  state: 'asking' | 'stopped' | 'failed'
  error: unknown
  startedAt: number
  controller: AbortController
}

/** Milliseconds from one drawing of an answer that grows to the next: an answer from every document has hundreds of steps. */
const drawEvery = 50

type Asking = { live: Readonly<Record<string, LiveAnswer>> }

/** Calls in flight by conversation. What the engine has kept is not here but in the query of the conversation. */
export const useAsking = create<Asking>(() => ({ live: {} }))

function put(key: string, answer: LiveAnswer): void {
  useAsking.setState(({ live }) => ({ live: { ...live, [key]: answer } }))
}

export function dropLiveAnswer(key: string): void {
  useAsking.setState(({ live }) => ({
    live: Object.fromEntries(Object.entries(live).filter(([other]) => other !== key)),
  }))
}

export type AskOptions = {
  question: string
  /** Null begins a new conversation. */
  conversationId: string | null
  /** Ids; none means all. */
  libraries: readonly string[]
  how?: AskedHow
  /** Called once, with the id of the conversation, as soon as the engine has kept the question. */
  onStart(conversationId: string): void
  /** Called when the engine did not even keep the question, so that what was typed can be given back. */
  onRefused(): void
}

/** Asks and follows the answer until its end. Settles when the answer is in the conversation, was stopped or failed. */
export async function ask(options: AskOptions): Promise<void> {
  const { question, conversationId, libraries, how = {} } = options
  const controller = new AbortController()
  let key = conversationId ?? newConversation
  let answer: LiveAnswer = {
    question,
    libraries,
    how,
    messageId: null,
    head: null,
    choice: null,
    reasoning: '',
    text: '',
    citations: [],
    sentences: [],
    state: 'asking',
    error: null,
    startedAt: Date.now(),
    controller,
  }
  put(key, answer)
  const paced = atMostEvery(drawEvery, () => put(key, answer))
  try {
    const events = await client.chat.ask(
      {
        question,
        ...(conversationId === null ? {} : { conversationId }),
        libraries: [...libraries],
        ...(how.scope === undefined ? {} : { scope: how.scope }),
        ...(how.reuse === undefined ? {} : { reuse: how.reuse }),
        ...(how.broad === undefined ? {} : { retrieval: { broad: how.broad } }),
      },
      { signal: controller.signal },
    )
    let ended = false
    for await (const event of events) {
      ended = event.type === 'answer-end'
      answer = extend(answer, event)
      if (event.type === 'answer-start' && key !== event.conversationId) {
        dropLiveAnswer(key)
        key = event.conversationId
        put(key, answer)
      }
      paced.soon()
      if (event.type === 'answer-start') options.onStart(key)
    }
    // A stream that just stops is a failure too, or half an answer would pass for a whole one.
    if (!ended) throw disconnected('')
    await refresh(key)
    paced.stop()
    dropLiveAnswer(key)
  } catch (error) {
    paced.stop()
    if (answer.messageId === null) options.onRefused()
    if (!isStopped(error, controller.signal)) {
      put(key, { ...answer, state: 'failed', error })
      return
    }
    await finishStopped(key, answer)
  }
}

function extend(answer: LiveAnswer, event: AnswerEvent): LiveAnswer {
  switch (event.type) {
    case 'answer-start':
      return { ...answer, messageId: event.messageId, head: event }
    case 'model-start':
      return { ...answer, choice: event.choice }
    case 'reasoning-delta':
      return { ...answer, reasoning: answer.reasoning + event.text }
    case 'text-delta':
      return { ...answer, text: answer.text + event.text }
    case 'citation-add':
      return { ...answer, citations: [...answer.citations, event.citation] }
    case 'sentence-add':
      return { ...answer, sentences: [...answer.sentences, event.sentence] }
    case 'answer-end':
      return {
        ...answer,
        head: event.answer,
        citations: event.answer.citations,
        sentences: event.answer.sentences,
      }
  }
}

/** Shows the stop at once; then what the engine has kept of the answer takes its place. */
async function finishStopped(key: string, answer: LiveAnswer): Promise<void> {
  if (key === newConversation) {
    dropLiveAnswer(key)
    await queryClient.invalidateQueries({ queryKey: engine.chat.conversations.list.key() })
    return
  }
  put(key, { ...answer, state: 'stopped' })
  await refresh(key)
  const kept = queryClient.getQueryData(engine.chat.conversations.get.queryKey({ input: { conversationId: key } }))
  if (answer.messageId === null || kept?.messages.some(({ id }) => id === answer.messageId) === true) {
    dropLiveAnswer(key)
  }
}

async function refresh(conversationId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: engine.chat.conversations.list.key() }),
    queryClient.fetchQuery(engine.chat.conversations.get.queryOptions({ input: { conversationId }, staleTime: 0 })),
  ]).catch(() => {
    // The conversation's own query shows what went wrong with it; the answer itself is on screen.
  })
}
