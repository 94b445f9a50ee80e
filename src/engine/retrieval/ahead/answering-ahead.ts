import type { AheadState, AheadStatus } from '../../../contract/ahead.ts'
import type { AheadRooms } from './ahead-rooms.ts'
import { answerLikely } from './answer-likely.ts'

export type { AheadRooms } from './ahead-rooms.ts'

/** Answers likely next questions while the engine has nothing else to do, so that they are answered when they are asked. */
export type AnsweringAhead = {
  start(): void
  status(): Promise<AheadStatus>
  /** Breaks off what is in work, and waits until it has let go. */
  close(): Promise<void>
}

/** Looks for the end of the wait come no earlier than this: each call would otherwise read the settings. */
const leastWaitMs = 10_000
const hourMs = 60 * 60 * 1_000
/** How long it rests on battery before it looks whether the machine has been plugged in. */
const powerLookMs = 5 * 60 * 1_000

export function createAnsweringAhead(rooms: AheadRooms): AnsweringAhead {
  const { store, clock } = rooms
  const { activity, log } = rooms.telemetry
  /** Questions that could not be answered so that the answer is kept; another try gives the same until something changes. */
  const failed = new Set<string>()
  let state: AheadState = 'waiting'
  let quietSince = clock.now()
  let timer: Disposable | null = null
  let atWork: { abort: AbortController; ended: Promise<void> } | null = null
  let watching: Disposable | null = null
  let closed = false

  function lookAfter(milliseconds: number): void {
    if (closed) return
    timer ??= clock.after(milliseconds, () => {
      timer = null
      void look()
    })
  }

  /** Others come first: what is in work is put down at once, and the wait begins anew when they have ended. */
  function giveWay(): void {
    atWork?.abort.abort(new Error('something else began'))
    state = 'waiting'
    if (!activity.isQuiet()) return
    quietSince = clock.now()
    // What waited for the next hour, or for mains, waits no longer.
    timer?.[Symbol.dispose]()
    timer = null
    lookAfter(leastWaitMs)
  }

  async function look(): Promise<void> {
    if (closed || !activity.isQuiet()) return
    if (atWork !== null) {
      // What was put down has not ended yet.
      lookAfter(leastWaitMs)
      return
    }
    const abort = new AbortController()
    const ended = waitAndWork(abort.signal).finally(() => {
      atWork = null
    })
    atWork = { abort, ended }
    await ended
  }

  async function waitAndWork(signal: AbortSignal): Promise<void> {
    try {
      const left = quietSince + (await rooms.settings()).ahead.idleSeconds * 1_000 - clock.now()
      signal.throwIfAborted()
      if (left > 0) {
        lookAfter(left)
        return
      }
      const end = await answerLikely(rooms, { signal, failed, onAnswer: () => (state = 'answering') })
      if (signal.aborted) return
      state = end
      if (end === 'over-budget') lookAfter(hourMs - (clock.now() % hourMs))
      if (end === 'on-battery') lookAfter(powerLookMs)
    } catch (err) {
      if (signal.aborted) return
      // Whatever it is, it is not asked for: the next time that the engine is idle will show whether it lasts.
      state = 'waiting'
      log.warn({ err }, 'no question could be answered ahead')
    }
  }

  return {
    start() {
      watching = activity.onChange(giveWay)
      giveWay()
    },
    async status() {
      const { ahead, answers } = await rooms.settings()
      const { hour, day, month, latestAt } = await store.read('ahead.spent', { now: clock.now() })
      const isOn = ahead.on && answers.reuse
      const shown = isOn && state === 'off' ? 'waiting' : state
      return { state: isOn ? shown : 'off', power: await rooms.power(), latestAt, hour, day, month }
    },
    async close() {
      closed = true
      watching?.[Symbol.dispose]()
      timer?.[Symbol.dispose]()
      atWork?.abort.abort(new Error('the engine is closing'))
      await atWork?.ended
    },
  }
}
