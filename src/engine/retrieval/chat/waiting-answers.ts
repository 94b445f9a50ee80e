import { z } from 'zod'
import type { AnswerEvent } from '../../../contract/chat.ts'
import { GenerationOptions } from '../../../contract/language-models.ts'
import { RetrievalOverrides } from '../../../contract/retrieval-settings.ts'
import { SearchFilter } from '../../../contract/search.ts'
import type { WaitingAnswer } from '../../../contract/waiting.ts'
import type { Clock } from '../../../domain/clock.ts'
import { isFailure } from '../../../domain/failure.ts'
import { mayPass, pauseBeforeAsking } from '../../../domain/waiting-pause.ts'
import type { AnswerPlace } from '../../store/repositories/messages.ts'
import type { StoredWaiting } from '../../store/repositories/waiting-answers.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { Answering } from './answering.ts'

/** How a waiting question is to be answered, as the store keeps it. */
const Request = z.object({
  version: z.literal(1),
  filter: SearchFilter.optional(),
  scope: z.enum(['auto', 'passages', 'collection']),
  reuse: z.boolean(),
  retrieval: RetrievalOverrides.optional(),
  model: z.string().optional(),
  options: GenerationOptions.optional(),
})

type Place = Pick<AnswerPlace, 'conversationId' | 'questionId' | 'messageId'>

/** Questions that no model could answer yet, or that take their turn: kept in the store, and asked one after the other. */
export type WaitingAnswers = {
  /** Takes up what an earlier engine left. */
  start(): void
  /** `error`: why it could not be answered now; null for one that just takes its turn. */
  keep(place: Place, input: Answering, error: unknown): Promise<Extract<AnswerEvent, { type: 'answer-waiting' }>>
  list(conversationId?: string): Promise<WaitingAnswer[]>
  /** Its question is not asked any more. @throws Failure MESSAGE_NOT_FOUND */
  stop(messageId: string): Promise<void>
  /** Puts down what is being asked, and waits for that. What waits is kept. */
  close(): Promise<void>
}

export type WaitingRooms = {
  store: Store
  telemetry: Telemetry
  clock: Clock
  /** Writes the answer into its place. Throws what it could not be answered for. */
  write: (place: Place, input: Answering, signal: AbortSignal) => Promise<void>
  /** From 0 up to 1. */
  random?: () => number
}

/** Whether time alone may bring an answer. */
export function passesWithTime(error: unknown): boolean {
  return isFailure(error) && mayPass(error.code, statusOf(error.data))
}

export function createWaitingAnswers(rooms: WaitingRooms): WaitingAnswers {
  const { store, telemetry, clock, random = Math.random } = rooms
  const closing = new AbortController()
  let timer: Disposable | null = null
  let working: Promise<void> | null = null
  let hasMore = false

  /** Looks who is next, and sleeps until then. */
  function look(): void {
    timer?.[Symbol.dispose]()
    timer = null
    hasMore = working !== null
    if (closing.signal.aborted || hasMore) return
    working = work()
      .catch((err: unknown) => telemetry.log.error({ err }, 'waiting questions could not be looked at'))
      .finally(() => {
        working = null
        // What came while the last look was ending.
        if (hasMore) look()
      })
  }

  async function work(): Promise<void> {
    for (;;) {
      const next = await store.read('waitingAnswers.next', null)
      if (next === null || next.retryAt === null || closing.signal.aborted) return
      const left = next.retryAt - clock.now()
      if (left > 0) {
        timer = clock.after(left, look)
        return
      }
      await ask(next)
    }
  }

  async function ask(waiting: StoredWaiting): Promise<void> {
    const { version: _version, ...input } = Request.parse(JSON.parse(waiting.request))
    try {
      await rooms.write(waiting, input, closing.signal)
      await store.write('waitingAnswers.done', waiting)
    } catch (error) {
      // Put down by the engine's end: it is asked at the next start, and this try does not count.
      if (closing.signal.aborted) return
      await store.write('waitingAnswers.keep', afterTry(waiting, error))
    }
  }

  function afterTry(
    { question: _question, ...waiting }: StoredWaiting,
    error: unknown,
  ): Omit<StoredWaiting, 'question'> {
    const tries = waiting.tries + 1
    const sinceMs = clock.now() - waiting.since
    const pause = passesWithTime(error) ? pauseBeforeAsking({ tries, sinceMs, random: random() }) : null
    return { ...waiting, ...tell(error), tries, retryAt: pause === null ? null : clock.now() + pause }
  }

  return {
    start: look,
    async keep({ conversationId, questionId, messageId }, input, error) {
      const { filter, scope, reuse, retrieval, model, options } = input
      const request = JSON.stringify({ version: 1, filter, scope, reuse, retrieval, model, options })
      const place = { conversationId, questionId, messageId }
      const begun = {
        ...place,
        question: '',
        request,
        since: clock.now(),
        tries: 0,
        retryAt: clock.now(),
        code: null,
        reason: null,
      }
      const { question: _question, ...first } = begun
      const kept = error === null ? first : afterTry(begun, error)
      await store.write('waitingAnswers.keep', kept)
      look()
      return {
        type: 'answer-waiting',
        ...place,
        retryAt: kept.retryAt ?? clock.now(),
        code: kept.code,
        reason: kept.reason,
      }
    },
    async list(conversationId) {
      const all = await store.read('waitingAnswers.list', { conversationId: conversationId ?? null })
      return all.map(({ request: _request, ...waiting }) => waiting)
    },
    async stop(messageId) {
      await store.write('waitingAnswers.stop', { messageId })
    },
    async close() {
      closing.abort(new Error('the engine is closing'))
      timer?.[Symbol.dispose]()
      await working
    },
  }
}

function tell(error: unknown): { code: string; reason: string } {
  if (!isFailure(error)) return { code: 'INTERNAL', reason: 'something went wrong inside Diwan' }
  const { data } = error
  const reason = 'reason' in data && typeof data.reason === 'string' ? data.reason : error.message
  return { code: error.code, reason }
}

function statusOf(data: object): number | null {
  return 'status' in data && typeof data.status === 'number' ? data.status : null
}
