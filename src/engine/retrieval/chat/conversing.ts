import type { Answer } from '../../../contract/answers.ts'
import type { AnswerEvent, AnswerPlan } from '../../../contract/chat.ts'
import type { MayWait } from '../../../contract/waiting.ts'
import { conversationTitle } from '../../../domain/conversation-title.ts'
import type { AnswerPlace } from '../../store/repositories/messages.ts'
import { createAnswerEvents } from './answer-events.ts'
import type { Answering } from './answering.ts'
import type { ConversingRooms } from './conversing-rooms.ts'
import { planQuestion, type QuestionToPlan } from './plan-question.ts'
import { createWaitingAnswers, passesWithTime, type WaitingAnswers } from './waiting-answers.ts'
import { writeAnswer } from './write-answer.ts'

export type Ask = Answering & {
  question: string
  conversationId?: string | undefined
  parentId?: string | null | undefined
  libraries?: readonly string[] | undefined
  attachments: readonly string[]
  /** Whether it may be answered later; never without it. */
  mayWait?: MayWait | undefined
}

export type AskAgain = Answering & { conversationId: string; questionId: string }

/** Questions of conversations and their answers, which go on being written and kept however they are read. */
export type Conversing = {
  /** Resolves when the question is kept. @throws Failure that refuses it */
  ask(input: Ask): Promise<AsyncGenerator<AnswerEvent, void>>
  answerAgain(input: AskAgain): Promise<AsyncGenerator<AnswerEvent, void>>
  /** Resolves when what has arrived is kept. @throws Failure MESSAGE_NOT_FOUND */
  stop(messageId: string): Promise<void>
  /** Stops what is being written in a conversation that is gone. */
  forget(conversationId: string): Promise<void>
  plan(input: QuestionToPlan): Promise<AnswerPlan>
  /** Questions whose answers are still to come. */
  waiting: Pick<WaitingAnswers, 'look' | 'list' | 'stop'>
  /** Stops all answers, and waits until what has arrived of them is kept. */
  close(): Promise<void>
}

export function createConversing(rooms: ConversingRooms): Conversing {
  const { store, telemetry, clock, batches } = rooms
  const running = new Map<string, { conversationId: string; stop: AbortController; written: Promise<void> }>()
  const waiting = createWaitingAnswers({
    ...{ store, telemetry, clock, batches },
    async write(place, input, signal) {
      const begun = await store.write('waitingAnswers.begin', place)
      let answer: Answer | null = null
      for await (const event of start(begun, { ...input, signal })) {
        if (event.type === 'answer-end') answer = event.answer
      }
      // Put down in its middle, it is still to be answered.
      if (answer === null || answer.generation?.ended === 'stopped') signal.throwIfAborted()
    },
  })

  function start(place: AnswerPlace, input: Answering, mayWait: MayWait = 'never'): AsyncGenerator<AnswerEvent, void> {
    const stop = new AbortController()
    const leave = () => stop.abort(new Error('nobody reads this answer any more'))
    input.signal?.addEventListener('abort', leave, { once: true })
    if (input.signal?.aborted) leave()
    const events = createAnswerEvents()
    // What has arrived is checked and kept after its reader has gone, and the engine is not idle while that lasts.
    const rest = telemetry.activity.begin()
    const written = writeAnswer(rooms, { place, input, tell: events.tell, signal: stop.signal })
      .catch(async (error: unknown) => {
        if (mayWait === 'never' || stop.signal.aborted || !passesWithTime(error)) throw error
        events.tell(await waiting.keep(place, input, error))
      })
      .then(
        () => events.end(),
        // Who stopped it before its first word knows why there is none.
        (error: unknown) => events.end(stop.signal.aborted ? undefined : error),
      )
      .finally(() => {
        input.signal?.removeEventListener('abort', leave)
        running.delete(place.messageId)
        rest()
      })
    running.set(place.messageId, { conversationId: place.conversationId, stop, written })
    return events.read(leave)
  }

  async function takeTurn(place: AnswerPlace, input: Answering): Promise<AsyncGenerator<AnswerEvent, void>> {
    await store.write('messages.interrupt', { messageId: place.messageId })
    const events = createAnswerEvents()
    events.tell(await waiting.keep(place, { ...input, atBatchPrice: true }, null))
    events.end()
    return events.read(() => undefined)
  }

  return {
    waiting,
    async ask(input) {
      const { question } = input
      const place = await store.write('conversations.ask', {
        ...{ question, conversationId: input.conversationId ?? null, parentId: input.parentId },
        ...{ libraries: input.libraries ?? null, attachmentIds: input.attachments },
        ...{ model: input.model ?? null, options: input.options },
        title: conversationTitle(question),
        now: Date.now(),
      })
      return input.mayWait === 'later' ? takeTurn(place, input) : start(place, input, input.mayWait)
    },
    async answerAgain(input) {
      const { conversationId, questionId, model = null } = input
      const place = await store.write('messages.answerAgain', { conversationId, questionId, model, now: Date.now() })
      // Who asks again wants another answer.
      return start(place, { ...input, reuse: false })
    },
    async stop(messageId) {
      const found = running.get(messageId)
      if (found === undefined) {
        await store.read('messages.require', { messageId })
        return
      }
      found.stop.abort(new Error('the answer was stopped'))
      await found.written
    },
    async forget(conversationId) {
      const own = [...running.values()].filter((each) => each.conversationId === conversationId)
      for (const { stop } of own) stop.abort(new Error('the conversation was deleted'))
      await Promise.all(own.map(({ written }) => written))
    },
    plan: (input) => planQuestion(rooms, input),
    async close() {
      const put = waiting.close()
      for (const { stop } of running.values()) stop.abort(new Error('the engine is closing'))
      await Promise.all([put, ...[...running.values()].map(({ written }) => written)])
    },
  }
}
