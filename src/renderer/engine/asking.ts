import { create } from 'zustand'
import type { AnswerEvent, Attachment } from '../../contract/chat.ts'
import { atMostEvery } from '../lib/at-most-every.ts'
import { atMostEveryFrame } from '../lib/at-most-every-frame.ts'
import { client, engine } from './client.ts'
import { disconnected, isStopped } from './failure.ts'
import { type AskedHow, emptyAnswer, extendAnswer, type LiveAnswer, type LiveExchange } from './live-answer.ts'
import { queryClient } from './query-client.ts'
import { lookAtWaiting } from './waiting-answers.ts'

/** Key under which a conversation that the engine has not numbered yet is kept. */
export const newConversation = 'new'

/** Milliseconds from one drawing of sentences to the next: an answer from every document has hundreds of steps. */
const drawEvery = 50

/** Milliseconds that an answer which was stopped has to come to its end by itself, before the line to it is cut. */
const stopLimit = 3_000

type Asking = { live: Readonly<Record<string, LiveExchange>> }

/** Questions that are being answered, by conversation. What the engine has kept is in the query of the conversation. */
export const useAsking = create<Asking>(() => ({ live: {} }))

const controllers = new Map<number, AbortController>()
let lastKey = 0

function put(key: string, exchange: LiveExchange): void {
  useAsking.setState(({ live }) => ({ live: { ...live, [key]: exchange } }))
}

/** Changes one answer, wherever its exchange is by now. */
function putAnswer(key: string, answer: LiveAnswer): void {
  const exchange = useAsking.getState().live[key]
  if (exchange === undefined) return
  put(key, { ...exchange, answers: exchange.answers.map((each) => (each.key === answer.key ? answer : each)) })
}

export function dropLive(key: string): void {
  useAsking.setState(({ live }) => ({
    live: Object.fromEntries(Object.entries(live).filter(([other]) => other !== key)),
  }))
}

export type AskOptions = {
  question: string
  /** Null begins a new conversation. */
  conversationId: string | null
  /** Another than the last message begins a branch, null begins at the start. */
  parentId?: string | null | undefined
  /** Ids; none means all. */
  libraries: readonly string[]
  attachments?: readonly Attachment[]
  how?: AskedHow
  /** None leaves it to the conversation; several answer side by side. */
  models?: readonly string[]
  /** Called once, with the ids of the conversation and the question, as soon as the engine has kept the question. */
  onStart(conversationId: string, questionId: string): void
  /** Called when the engine did not even keep the question, so that what was typed can be given back. */
  onRefused(): void
}

/** Asks and follows the answers until their end. Settles when they are in the conversation, were stopped or failed. */
export async function ask(options: AskOptions): Promise<void> {
  const { question, conversationId, parentId, libraries, attachments = [], how = {}, models = [] } = options
  const first = openAnswer(models[0] ?? null)
  let key = conversationId ?? newConversation
  put(key, { question, questionId: null, parentId, libraries, attachments, how, answers: [first] })
  await follow(first, {
    key: () => key,
    open: (signal) =>
      client.chat.ask(
        {
          question,
          ...(conversationId === null ? {} : { conversationId }),
          ...(parentId === undefined ? {} : { parentId }),
          libraries: [...libraries],
          attachments: attachments.map(({ id }) => id),
          ...(how.mayWait === undefined ? {} : { mayWait: how.mayWait }),
          ...answering(how, first.model),
        },
        { signal },
      ),
    onStart: (started) => {
      const exchange = useAsking.getState().live[key]
      if (exchange !== undefined) {
        dropLive(key)
        key = started.conversationId
        put(key, { ...exchange, questionId: started.questionId })
      }
      options.onStart(started.conversationId, started.questionId)
      void queryClient.invalidateQueries({ queryKey: engine.chat.conversations.list.key() })
      for (const model of models.slice(1)) void addAnswer(key, model)
    },
    onRefused: options.onRefused,
  })
}

export type AgainOptions = {
  conversationId: string
  question: string
  questionId: string
  libraries: readonly string[]
  how?: AskedHow
  /** None leaves it to the conversation. */
  models?: readonly string[]
}

/** Answers a question that the engine has once more, beside its other answers. */
export async function answerAgain(options: AgainOptions): Promise<void> {
  const { conversationId, question, questionId, libraries, how = {}, models = [] } = options
  put(conversationId, { question, questionId, parentId: undefined, libraries, attachments: [], how, answers: [] })
  const wanted: readonly (string | null)[] = models.length === 0 ? [null] : models
  await Promise.all(wanted.map((model) => addAnswer(conversationId, model)))
}

async function addAnswer(conversationId: string, model: string | null): Promise<void> {
  const exchange = useAsking.getState().live[conversationId]
  const questionId = exchange?.questionId
  if (exchange === undefined || questionId == null) return
  const answer = openAnswer(model)
  put(conversationId, { ...exchange, answers: [...exchange.answers, answer] })
  await follow(answer, {
    key: () => conversationId,
    open: (signal) =>
      client.chat.answerAgain({ conversationId, questionId, ...answering(exchange.how, model) }, { signal }),
    onStart: () => undefined,
    onRefused: () => undefined,
  })
}

function openAnswer(model: string | null): LiveAnswer {
  lastKey += 1
  controllers.set(lastKey, new AbortController())
  return emptyAnswer(lastKey, model)
}

function answering({ scope, reuse, broad, options }: AskedHow, model: string | null) {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(reuse === undefined ? {} : { reuse }),
    ...(broad === undefined ? {} : { retrieval: { broad } }),
    ...(options === undefined ? {} : { options }),
    ...(model === null ? {} : { model }),
  }
}

type Started = Pick<Extract<AnswerEvent, { type: 'answer-start' }>, 'conversationId' | 'questionId'>
type Call = {
  key(): string
  open(signal: AbortSignal): Promise<AsyncIterable<AnswerEvent>>
  onStart(started: Started): void
  onRefused(): void
}

async function follow(begun: LiveAnswer, call: Call): Promise<void> {
  const controller = controllers.get(begun.key) ?? new AbortController()
  let answer = begun
  // A stop changes the state from outside, and what comes after it must not change it back.
  const draw = () => putAnswer(call.key(), { ...answer, state: stateOf(call.key(), answer) })
  const bySentence = atMostEvery(drawEvery, draw)
  const byFrame = atMostEveryFrame(draw)
  const rest = () => {
    bySentence.stop()
    byFrame.stop()
    controllers.delete(begun.key)
  }
  try {
    let ended = false
    for await (const event of await call.open(controller.signal)) {
      const waits = event.type === 'answer-waiting'
      ended = event.type === 'answer-end' || waits
      // One that waits may come to that before it has begun.
      const starts = event.type === 'answer-start' || (waits && answer.messageId === null)
      answer = extendAnswer(answer, event)
      if (waits) await lookAtWaiting(event.conversationId)
      if (starts) {
        call.onStart(event)
        draw()
      } else if (event.type === 'text-delta' || event.type === 'reasoning-delta') byFrame.soon()
      else bySentence.soon()
    }
    // A stream that just stops is a failure too, or half an answer would pass for a whole one.
    if (!ended) throw disconnected('')
    rest()
    putAnswer(call.key(), { ...answer, state: 'done' })
    await settle(call.key())
  } catch (error) {
    rest()
    if (answer.messageId === null) call.onRefused()
    const wasStopped = isStopped(error, controller.signal) || stateOf(call.key(), answer) === 'stopping'
    putAnswer(call.key(), wasStopped ? { ...answer, state: 'stopped' } : { ...answer, state: 'failed', error })
    if (wasStopped && call.key() === newConversation) {
      dropLive(newConversation)
      await queryClient.invalidateQueries({ queryKey: engine.chat.conversations.list.key() })
    } else await settle(call.key())
  }
}

function stateOf(key: string, answer: LiveAnswer): LiveAnswer['state'] {
  const known = useAsking.getState().live[key]?.answers.find((each) => each.key === answer.key)
  return known?.state ?? answer.state
}

/** When none of an exchange is on its way any more, what the engine has kept of it takes its place. */
async function settle(key: string): Promise<void> {
  const isWaiting = () =>
    useAsking.getState().live[key]?.answers.some(({ state }) => state === 'asking' || state === 'stopping') !== false
  if (isWaiting()) return
  await refresh(key)
  const exchange = useAsking.getState().live[key]
  if (exchange === undefined || isWaiting()) return
  const kept = queryClient.getQueryData(engine.chat.conversations.get.queryKey({ input: { conversationId: key } }))
  const isKept = (id: string | null) => id === null || kept?.messages.some((message) => message.id === id) === true
  const isSettled = exchange.answers.every(
    ({ state, messageId }) => state === 'done' || (state === 'stopped' && isKept(messageId)),
  )
  if (isSettled) dropLive(key)
}

/** Ends the answers of a conversation that are on their way, or one of them. What has arrived is kept. */
export function stopAnswers(key: string, only?: number): void {
  const exchange = useAsking.getState().live[key]
  for (const answer of exchange?.answers ?? []) {
    if (answer.state === 'asking' && (only === undefined || answer.key === only)) void stopAnswer(key, answer)
  }
}

async function stopAnswer(key: string, answer: LiveAnswer): Promise<void> {
  const controller = controllers.get(answer.key)
  if (answer.messageId === null) {
    controller?.abort()
    return
  }
  putAnswer(key, { ...answer, state: 'stopping' })
  setTimeout(() => controller?.abort(), stopLimit)
  try {
    await client.chat.stop({ messageId: answer.messageId })
  } catch {
    // Whatever kept the engine from stopping it: without its listener it ends too, and the conversation says how.
    controller?.abort()
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
