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
import type { StoredWaiting, TriedAnswer } from '../../store/repositories/waiting-answers.ts'
import type { Store } from '../../store/store.ts'
import type { Telemetry } from '../../telemetry/telemetry.ts'
import type { Batches } from '../../usage/batches.ts'
import type { Answering } from './answering.ts'
import { LeftToProvider } from './kept-prompt.ts'

/** How a waiting question is to be answered, as the store keeps it. */
const Request = z.object({
  version: z.literal(1),
  filter: SearchFilter.optional(),
  scope: z.enum(['auto', 'passages', 'collection']),
  reuse: z.boolean(),
  retrieval: RetrievalOverrides.optional(),
  model: z.string().optional(),
  options: GenerationOptions.optional(),
  atBatchPrice: z.boolean().optional(),
})
type Request = z.infer<typeof Request>

type Place = Pick<AnswerPlace, 'conversationId' | 'questionId' | 'messageId'>

/** Questions that no model could answer yet, or that take their turn: kept in the store, and asked one after the other. */
export type WaitingAnswers = {
  /** Takes up what an earlier engine left, or what has changed: nothing else says that a question is gone. */
  look(): void
  /** `error`: why it could not be answered now; null for one that just takes its turn. */
  keep(place: Place, input: Answering, error: unknown): Promise<Extract<AnswerEvent, { type: 'answer-waiting' }>>
  list(conversationId?: string): Promise<WaitingAnswer[]>
  /** Its question is not asked any more, nor is what is on its way for it awaited. @throws Failure MESSAGE_NOT_FOUND */
  stop(messageId: string): Promise<void>
  /** Puts down what is being asked, and waits for that. What waits is kept. */
  close(): Promise<void>
}

export type WaitingRooms = {
  store: Store
  telemetry: Telemetry
  clock: Clock
  batches: Pick<Batches, 'look' | 'sweep'>
  /** Writes the answer into its place. Throws what it could not be answered for. */
  write: (place: Place, input: Answering, signal: AbortSignal) => Promise<void>
  /** From 0 up to 1. */
  random?: () => number
}

/** Until batches that could not be called off are looked at again. */
const sweepAgainMs = 10 * 60_000

/** Whether time alone may bring an answer. */
export function passesWithTime(error: unknown): boolean {
  return isFailure(error) && mayPass(error.code, statusOf(error.data))
}

export function createWaitingAnswers(rooms: WaitingRooms): WaitingAnswers {
  const { store, telemetry, clock, batches, random = Math.random } = rooms
  const closing = new AbortController()
  let timer: Disposable | null = null
  let working: Promise<void> | null = null
  let hasMore = false
  let trying: { messageId: string; stop: AbortController } | null = null

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
      if (closing.signal.aborted) return
      const retryAt = next?.retryAt ?? Number.POSITIVE_INFINITY
      if (next !== null && retryAt <= clock.now()) {
        await ask(next)
        continue
      }
      const pause = await sweep()
      const due = Math.min(retryAt, pause === null ? Number.POSITIVE_INFINITY : clock.now() + pause)
      if (due === Number.POSITIVE_INFINITY || closing.signal.aborted) return
      const left = due - clock.now()
      if (left <= 0) continue
      timer = clock.after(left, look)
      return
    }
  }

  /** Of batches that nobody waits for: one that can't be looked at keeps no question from being asked. */
  async function sweep(): Promise<number | null> {
    try {
      return await batches.sweep(closing.signal)
    } catch (err) {
      if (closing.signal.aborted) return null
      telemetry.log.warn({ err }, 'batches that nobody waits for could not be looked at')
      return sweepAgainMs
    }
  }

  async function ask(waiting: StoredWaiting): Promise<void> {
    const stop = new AbortController()
    const signal = AbortSignal.any([closing.signal, stop.signal])
    const { messageId } = waiting
    trying = { messageId, stop }
    try {
      await attempt(waiting, signal)
    } catch (error) {
      // Put down by the engine's end: it is asked at the next start, and this try does not count.
      if (signal.aborted) return
      await store.write('waitingAnswers.tried', afterTry(waiting, error))
    } finally {
      trying = null
    }
  }

  async function attempt(waiting: StoredWaiting, signal: AbortSignal): Promise<void> {
    const { messageId } = waiting
    const request = Request.parse(JSON.parse(waiting.request))
    const { version: _version, ...input } = request
    const found = await batches.look(messageId, signal)
    if (found.state === 'running') {
      const { pauseMs, failure } = found
      const why = failure === null ? nothingWrong : tell(failure)
      await store.write('waitingAnswers.tried', { ...triedOf(waiting), ...why, retryAt: clock.now() + pauseMs })
      return
    }
    if (found.state === 'failed') {
      const again = { ...request, atBatchPrice: false } satisfies Request
      const renewed = { messageId, request: JSON.stringify(again), since: clock.now(), ...tell(found.failure) }
      await store.write('waitingAnswers.renew', renewed)
      return
    }
    try {
      await rooms.write(waiting, found.state === 'answered' ? { ...input, fromBatch: found } : input, signal)
      await store.write('waitingAnswers.done', waiting)
    } catch (error) {
      if (!(error instanceof LeftToProvider)) throw error
      const retryAt = clock.now() + error.pauseMs
      await store.write('waitingAnswers.tried', { ...triedOf(waiting), ...nothingWrong, retryAt })
    }
  }

  function afterTry(waiting: Omit<StoredWaiting, 'question' | 'inBatchSince'>, error: unknown): TriedAnswer {
    const tries = waiting.tries + 1
    const sinceMs = clock.now() - waiting.since
    const pause = passesWithTime(error) ? pauseBeforeAsking({ tries, sinceMs, random: random() }) : null
    return {
      ...{ messageId: waiting.messageId, tries, ...tell(error) },
      retryAt: pause === null ? null : clock.now() + pause,
    }
  }

  return {
    look,
    async keep({ conversationId, questionId, messageId }, input, error) {
      const { filter, scope, reuse, retrieval, model, options, atBatchPrice } = input
      const asked: Request = { version: 1, filter, scope, reuse, retrieval, model, options, atBatchPrice }
      const place = { conversationId, questionId, messageId }
      const begun = {
        ...{ ...place, request: JSON.stringify(asked), since: clock.now(), tries: 0 },
        ...{ retryAt: clock.now(), ...nothingWrong },
      }
      const kept = error === null ? begun : { ...begun, ...afterTry(begun, error) }
      await store.write('waitingAnswers.keep', kept)
      look()
      const { code, reason } = kept
      return { type: 'answer-waiting', ...place, retryAt: kept.retryAt ?? clock.now(), code, reason }
    },
    async list(conversationId) {
      const all = await store.read('waitingAnswers.list', { conversationId: conversationId ?? null })
      return all.map(({ request: _request, ...waiting }) => waiting)
    },
    async stop(messageId) {
      await store.write('waitingAnswers.stop', { messageId })
      if (trying?.messageId === messageId) trying.stop.abort(new Error('its question is not asked any more'))
      look()
    },
    async close() {
      closing.abort(new Error('the engine is closing'))
      timer?.[Symbol.dispose]()
      await working
    },
  }
}

const nothingWrong = { code: null, reason: null }

const triedOf = ({ messageId, tries }: StoredWaiting) => ({ messageId, tries })

function tell(error: unknown): { code: string; reason: string } {
  if (!isFailure(error)) return { code: 'INTERNAL', reason: 'something went wrong inside Diwan' }
  const { data } = error
  const reason = 'reason' in data && typeof data.reason === 'string' ? data.reason : error.message
  return { code: error.code, reason }
}

function statusOf(data: object): number | null {
  return 'status' in data && typeof data.status === 'number' ? data.status : null
}
