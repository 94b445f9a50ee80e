import type { AheadState } from '../../../contract/ahead.ts'
import type { Settings } from '../../../contract/settings.ts'
import { isFailure } from '../../../domain/failure.ts'
import { isWithinBudget } from '../../../domain/next-questions/ahead-budget.ts'
import { orderLikely } from '../../../domain/next-questions/likely-questions.ts'
import { type LikelyQuestion, rankAgain } from '../../../domain/next-questions/past-questions.ts'
import { isWorthKeeping } from '../answer-cache.ts'
import { choosePolicy } from '../chat/choose-policy.ts'
import { orStopped } from '../or-stopped.ts'
import type { AheadRooms } from './ahead-rooms.ts'
import type { QuestionEstimate } from './estimate-ahead.ts'
import { pastMs, suggestNext } from './suggest-next.ts'

type Pass = {
  signal: AbortSignal
  /** Keys of questions that are not tried again; those that fail now are added. */
  failed: Set<string>
  /** Told when a question is begun. */
  onAnswer: () => void
}

/** More would be remembered for nothing: all are tried again. */
const mostFailed = 1_000
/** How often the machine's power is looked at while a question is answered. */
const powerLookMs = 10_000
const nothing = { seconds: 0, tokens: 0, nanoDollars: 0 }

/**
 * Answers the likely questions one after another, as long as settings, power and budget let it, each looked at anew before
 * each question. Answers with why it ended.
 *
 * @throws the signal's reason when it is aborted
 */
export async function answerLikely(
  rooms: AheadRooms,
  pass: Pass,
): Promise<'off' | 'done' | Extract<AheadState, 'on-battery' | 'over-budget'>> {
  const { signal, failed } = pass
  let end: 'done' | 'over-budget' = 'done'
  for (const likely of await findLikely(rooms, signal)) {
    signal.throwIfAborted()
    const settings = await rooms.settings()
    // What is made ahead is quoted: nobody is given it where a language model answers, which is never asked unasked.
    const isModelAsked = choosePolicy({ asked: null, ofConversation: null }, settings.models) !== null
    if (!settings.ahead.on || !settings.answers.reuse || isModelAsked) return 'off'
    if (await isOnBattery(rooms, settings)) return 'on-battery'
    const spent = await rooms.store.read('ahead.spent', { now: rooms.clock.now() }, signal)
    if (!isWithinBudget(settings.ahead, spent, nothing)) return 'over-budget'

    const key = await keyOf(rooms, likely, signal)
    if (failed.has(key)) continue
    const question = { question: likely.question, libraries: orAll(likely.libraryIds) }
    try {
      const estimate = await rooms.estimate(question)
      if (!isAllowed(estimate, settings)) continue
      if (isWithinBudget(settings.ahead, spent, estimate)) {
        if (!(await answerOne(rooms, { question, settings, estimate, pass }))) remember(failed, key)
      } else end = 'over-budget'
    } catch (error) {
      signal.throwIfAborted()
      if (!isFailure(error)) throw error
      // A library that was deleted, a model that does not work: nobody asked, and who does is told.
      rooms.telemetry.log.debug({ code: error.code }, 'a question was not answered ahead')
      remember(failed, key)
    }
  }
  return end
}

async function findLikely({ store, clock }: AheadRooms, signal: AbortSignal): Promise<LikelyQuestion[]> {
  const now = clock.now()
  const again = rankAgain(await store.read('questions.past', { since: now - pastMs }, signal), now)
  const next = await suggestNext(store, { conversationId: null, now, signal })
  if (next === null) return orderLikely(again, null, now)
  const { libraryIds, answeredAt } = next.last
  const questions = next.questions.map(({ question }) => question)
  return orderLikely(again, { questions, libraryIds, answeredAt }, now)
}

/**
 * Nothing costs, or leaves the machine, that a person has not allowed. What is asked here is made of headings and names of
 * documents too, where it is no question that somebody has asked before.
 */
function isAllowed({ isPaid, leavesMachine, isKeptHere }: QuestionEstimate, { ahead, network }: Settings): boolean {
  return (!isPaid || ahead.paid) && !(leavesMachine && (network.offline || isKeptHere))
}

async function isOnBattery(rooms: AheadRooms, { ahead }: Settings): Promise<boolean> {
  return !ahead.onBattery && (await rooms.power()) === 'battery'
}

/** A question in the state in which its libraries are: after a change of them, it is another one. */
async function keyOf({ store }: AheadRooms, { question, libraryIds }: LikelyQuestion, signal: AbortSignal) {
  const ids = libraryIds.length > 0 ? libraryIds : await store.read('libraries.ids', null, signal)
  const { changes } = await store.read('answerCache.state', { libraryIds: ids }, signal)
  return JSON.stringify([question, libraryIds, changes])
}

function remember(failed: Set<string>, key: string): void {
  if (failed.size >= mostFailed) failed.clear()
  failed.add(key)
}

type Asked = {
  question: { question: string; libraries: readonly string[] | undefined }
  settings: Settings
  estimate: QuestionEstimate
  pass: Pass
}

/** False when the answer is none that is kept. What it took is counted in any case. */
async function answerOne(rooms: AheadRooms, { question, settings, estimate, pass }: Asked): Promise<boolean> {
  const { clock, store } = rooms
  const unplugged = new AbortController()
  const signal = AbortSignal.any([pass.signal, unplugged.signal])
  using _watch = watchPower(rooms, { settings, unplugged })
  const before = rooms.cpuMilliseconds()
  const spend = (isAnswered: boolean, { tokens, nanoDollars }: typeof nothing) =>
    store.write('ahead.spend', {
      ...{ isAnswered, tokens, nanoDollars, now: clock.now() },
      milliseconds: rooms.cpuMilliseconds() - before,
    })
  pass.onAnswer()
  try {
    const { passages } = settings.answers
    const answer = await orStopped(rooms.answer({ ...question, passages, reuse: true, ahead: true, signal }), signal)
    if (answer.reused !== null) return true
    const isKept = isWorthKeeping(answer)
    await spend(isKept, estimate)
    return isKept
  } catch (error) {
    // A model that was asked may cost what it was expected to, whether or not its answer was waited for.
    await spend(false, estimate)
    // The next question finds that the machine is on battery.
    if (unplugged.signal.aborted && !pass.signal.aborted) return true
    throw error
  }
}

/** Breaks the question off when the machine is unplugged while it is answered. */
function watchPower(
  rooms: AheadRooms,
  { settings, unplugged }: { settings: Settings; unplugged: AbortController },
): Disposable {
  let timer: Disposable | null = null
  let isOver = false
  const look = async () => {
    if (await isOnBattery(rooms, settings)) unplugged.abort(new Error('the machine runs on its battery'))
    else if (!isOver) wait()
  }
  const wait = () => {
    timer = rooms.clock.after(powerLookMs, () => {
      // Who can't tell what the machine runs on does not go on as if it were mains.
      look().catch((error) => unplugged.abort(error))
    })
  }
  wait()
  return {
    [Symbol.dispose]() {
      isOver = true
      timer?.[Symbol.dispose]()
    },
  }
}

/** No library named means all of them. */
function orAll(libraryIds: readonly string[]): readonly string[] | undefined {
  return libraryIds.length === 0 ? undefined : libraryIds
}
