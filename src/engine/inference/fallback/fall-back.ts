import type { AttemptFailure, ModelChoice } from '../../../contract/language-models.ts'
import { pauseBeforeRetry } from '../../../domain/backoff.ts'
import type { FinishReason, StreamPart } from '../language-model.ts'
import type { Choice, Route } from '../routing/candidate.ts'
import { awaitFirstToken, type Begun } from './first-token.ts'
import { type JudgedFailure, judgeFailure } from './judge-failure.ts'

/** What a chain of models sends: the parts of the one that answers, and who that is. */
export type ChainPart =
  | { type: 'model-start'; choice: ModelChoice }
  | Exclude<StreamPart, { type: 'finish' }>
  | (Omit<Extract<StreamPart, { type: 'finish' }>, 'reason'> & { reason: FinishReason | 'broken'; choice: ModelChoice })

/**
 * One request to one model. `attempt`: 1 for the first model, 2 for the next, … `patienceMs`: how long it may wait for its
 * turn at the provider.
 */
export type MakeCall = (call: { model: string; attempt: number; patienceMs: number }) => AsyncIterable<StreamPart>

export type ChainOptions = {
  call: MakeCall
  signal: AbortSignal
  /** Passes the time before a model is asked again. Rejects with the signal's reason. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** From 0 up to 1. */
  random?: () => number
}

/** How long somebody who waits for an answer is kept waiting between two tries of one model. */
const firstPauseMs = 400
const patience = { beforeAnother: { tries: 2, pauseMs: 2_000 }, last: { tries: 3, pauseMs: 20_000 } }
/** A try that took so long is not made again: the other side has had its time. */
const longTryMs = 10_000

/** No model of a chain answered. `cause` is what the first one failed with. */
export class ChainError extends Error {
  override readonly name = 'ChainError'
  readonly tried: readonly AttemptFailure[]
  /** Whose failure the cause is. */
  readonly model: string

  constructor(failed: { model: string; cause: unknown; tried: readonly AttemptFailure[] }) {
    super('no model answered', { cause: failed.cause })
    this.model = failed.model
    this.tried = failed.tried
  }
}

/**
 * Asks one model after the other until one says its first word, each again after a short pause where that may help. From
 * then on nothing is begun anew: a stream that dies later ends with the reason `broken`, and `choice.tried` says why.
 *
 * @throws ChainError; the signal's reason; what is no failure of a model
 */
export async function* fallBack(route: Route, options: ChainOptions): AsyncGenerator<ChainPart, void, void> {
  const tried = [...route.passedOver]
  let first: { model: string; cause: unknown } | null = null
  for (const [index, chosen] of route.choices.entries()) {
    yield { type: 'model-start', choice: choiceOf(chosen, tried) }
    const isLast = index === route.choices.length - 1
    const begun = await tryModel(chosen, { ...options, attempt: index + 1, isLast })
    if ('head' in begun) {
      yield* sayOn(begun, { chosen, tried, options })
      return
    }
    tried.push(begun.failure)
    first ??= { model: chosen.model, cause: begun.error }
    if (begun.verdict === 'stop') throw new ChainError({ model: chosen.model, cause: begun.error, tried })
  }
  if (first !== null) throw new ChainError({ ...first, tried })
}

type Failed = { failure: AttemptFailure; error: unknown; verdict: JudgedFailure['verdict'] }
type BegunCall = Begun & { tries: number; begunAt: number }

async function tryModel(
  { model }: Choice,
  options: ChainOptions & { attempt: number; isLast: boolean },
): Promise<BegunCall | Failed> {
  const { call, signal, wait, random = Math.random, attempt } = options
  const { tries: mostTries, pauseMs } = options.isLast ? patience.last : patience.beforeAnother
  const begunAt = performance.now()
  for (let tries = 1; ; tries++) {
    const tryAt = performance.now()
    try {
      return { ...(await awaitFirstToken(call({ model, attempt, patienceMs: pauseMs }))), tries, begunAt }
    } catch (error) {
      signal.throwIfAborted()
      const judged = judgeFailure(error)
      const took = performance.now() - tryAt
      const failed = { tries, askedMs: judged.retryAfterMs, random: random(), firstMs: firstPauseMs }
      const pause = judged.verdict === 'again' && tries < mostTries ? pauseBeforeRetry(failed) : null
      if (pause === null || pause > pauseMs || took > longTryMs) {
        return { failure: tell(model, judged, { tries, begunAt }), error, verdict: judged.verdict }
      }
      await wait(pause, signal)
    }
  }
}

async function* sayOn(
  { head, rest, tries, begunAt }: BegunCall,
  { chosen, tried, options }: { chosen: Choice; tried: readonly AttemptFailure[]; options: ChainOptions },
): AsyncGenerator<ChainPart, void, void> {
  const finish = (part: Extract<StreamPart, { type: 'finish' }>) => ({ ...part, choice: choiceOf(chosen, tried) })
  let model: string | null = null
  try {
    for (const part of head) yield part.type === 'finish' ? finish(part) : part
    for (;;) {
      const { done, value } = await rest.next()
      if (done === true) return
      if (value.type === 'finish') model = value.model
      yield value.type === 'finish' ? finish(value) : value
    }
  } catch (error) {
    options.signal.throwIfAborted()
    const broken = tell(chosen.model, judgeFailure(error), { tries, begunAt })
    yield { type: 'finish', reason: 'broken', usage: null, model, choice: choiceOf(chosen, [...tried, broken]) }
  } finally {
    // A reader that leaves in the middle ends the call with it.
    await rest.return?.()
  }
}

function choiceOf({ model, reason, because }: Choice, tried: readonly AttemptFailure[]): ModelChoice {
  return { model, reason, because, tried: [...tried] }
}

function tell(
  model: string,
  { code, status, reason }: JudgedFailure,
  { tries, begunAt }: { tries: number; begunAt: number },
): AttemptFailure {
  return { model, code, status, reason, tries, milliseconds: Math.round(performance.now() - begunAt) }
}
