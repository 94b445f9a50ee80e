import type { TokenUsage } from '../../contract/money.ts'
import type { UsageAdvice, UsageCall } from '../../contract/usage.ts'

/** Where a step is looked at more closely. */
export const adviceLimits = { tokens: 50_000, redundantPart: 0.3, parallel: 5 }

const limitOf: Record<UsageAdvice['kind'], number> = {
  'many-tokens': adviceLimits.tokens,
  'redundant-context': adviceLimits.redundantPart,
  'many-parallel': adviceLimits.parallel,
}

/** An output token is taken to cost as much as so many input tokens, as in most price lists. */
const outputWeight = 5

/** Calls that an advice names. */
const mostNamed = 20

const monthMs = (365.25 / 12) * 24 * 3_600_000

export type AdvisedCall = Pick<
  UsageCall,
  'id' | 'at' | 'model' | 'agent' | 'workflow' | 'nanoDollars' | 'savedNanoDollars' | 'totalMs' | 'redundantTokens'
> & { usage: Pick<TokenUsage, 'inputTokens' | 'cachedInputTokens' | 'outputTokens'> }

/** Calls, and how long the time was that they are of. */
export type AdvisedPeriod = { calls: readonly AdvisedCall[]; periodMs: number }

type Found = { call: AdvisedCall; measured: number; saves: number }

/** What one input token of a call cost, by what it cost in all. */
function inputTokenCost({ usage, nanoDollars }: AdvisedCall): number {
  const weight = usage.inputTokens + usage.outputTokens * outputWeight
  return weight === 0 ? 0 : nanoDollars / weight
}

/** Calls that read and wrote very much: what is above the limit could be left out or done in smaller steps. */
function findLarge(calls: readonly AdvisedCall[]): Found[] {
  return calls.flatMap((call) => {
    const measured = call.usage.inputTokens + call.usage.outputTokens
    const excess = Math.min(measured - adviceLimits.tokens, call.usage.inputTokens)
    return excess <= 0 ? [] : [{ call, measured, saves: excess * inputTokenCost(call) }]
  })
}

/** Calls whose input says the same again: the repetition could be left out. */
function findRedundant(calls: readonly AdvisedCall[]): Found[] {
  return calls.flatMap((call) => {
    const { redundantTokens, usage } = call
    if (redundantTokens === null || usage.inputTokens === 0) return []
    const measured = redundantTokens / usage.inputTokens
    return measured > adviceLimits.redundantPart
      ? [{ call, measured, saves: redundantTokens * inputTokenCost(call) }]
      : []
  })
}

/** For each call, how many calls were under way when it began, itself among them. `calls`: in the order of their times. */
function countParallel(calls: readonly AdvisedCall[]): number[] {
  let running: number[] = []
  return calls.map(({ at, totalMs }) => {
    running = running.filter((end) => end > at)
    running.push(at + totalMs)
    return running.length
  })
}

/**
 * Calls of one agent or workflow that ran beside too many others. What runs at once can't read from the provider's cache
 * what another is only writing into it: each could have read the part that calls of the same model read when they ran
 * with fewer beside them, and each such token would have saved what cached tokens of that model saved.
 */
function findParallel(calls: readonly AdvisedCall[]): Found[] {
  const sorted = [...calls].sort((one, other) => one.at - other.at)
  const counts = countParallel(sorted)
  const calm = sorted.filter((_, index) => (counts[index] ?? 0) <= adviceLimits.parallel)
  const total = (pick: (call: AdvisedCall) => number, among: readonly AdvisedCall[]) =>
    among.reduce((sum, call) => sum + pick(call), 0)
  const cached = (call: AdvisedCall) => call.usage.cachedInputTokens
  const cachedPart =
    total(cached, calm) /
    Math.max(
      1,
      total(({ usage }) => usage.inputTokens, calm),
    )
  const savedAToken = total(({ savedNanoDollars }) => savedNanoDollars, sorted) / Math.max(1, total(cached, sorted))
  return sorted.flatMap((call, index) => {
    const measured = counts[index] ?? 0
    if (measured <= adviceLimits.parallel) return []
    const missed = Math.max(0, call.usage.inputTokens * cachedPart - cached(call))
    return [{ call, measured, saves: missed * savedAToken }]
  })
}

function groupBy(calls: readonly AdvisedCall[]): AdvisedCall[][] {
  const groups = Map.groupBy(calls, ({ model, agent, workflow }) => JSON.stringify([model, agent, workflow]))
  return [...groups.values()]
}

function advise(kind: UsageAdvice['kind'], found: readonly Found[], periodMs: number): UsageAdvice[] {
  const [first] = found
  if (first === undefined) return []
  const { model, agent, workflow } = first.call
  const latest = [...found].sort((one, other) => other.call.at - one.call.at)
  const saves = found.reduce((sum, one) => sum + one.saves, 0)
  return [
    {
      ...{ kind, model, agent, workflow, limit: limitOf[kind] },
      callIds: latest.slice(0, mostNamed).map(({ call }) => call.id),
      calls: found.length,
      measured: found.reduce((most, one) => Math.max(most, one.measured), 0),
      savesNanoDollarsAMonth: Math.round((saves * monthMs) / periodMs),
    },
  ]
}

/**
 * Steps that cost more than they have to, those that would save most first. A step is the calls of one model by one agent
 * in one workflow. `remarkable`: calls that the limits may find; `ofSteps`: those of agents and workflows, for what ran at
 * once.
 */
export function adviseOn({
  remarkable,
  ofSteps,
}: {
  remarkable: AdvisedPeriod
  ofSteps: AdvisedPeriod
}): UsageAdvice[] {
  return [
    ...groupBy(remarkable.calls).flatMap((step) => [
      ...advise('many-tokens', findLarge(step), remarkable.periodMs),
      ...advise('redundant-context', findRedundant(step), remarkable.periodMs),
    ]),
    ...groupBy(ofSteps.calls).flatMap((step) => advise('many-parallel', findParallel(step), ofSteps.periodMs)),
  ].sort((one, other) => other.savesNanoDollarsAMonth - one.savesNanoDollarsAMonth || other.calls - one.calls)
}
