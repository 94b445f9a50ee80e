import type { GenerationWarning } from '../../contract/language-models.ts'
import type { TokenUsage } from '../../contract/money.ts'
import { costOf, worstCaseOf } from '../../domain/pricing/call-cost.ts'
import { ChainError, type ChainPart, fallBack } from '../inference/fallback/fall-back.ts'
import type { AskedGeneration, GenerationPart, Generations } from './generation.ts'
import { chainFailure, noModelFailure } from './generation-failure.ts'
import { type CallRooms, makeCall, type SettledCall } from './make-call.ts'
import { type Asked, type RouteRooms, routeRequest } from './route-request.ts'

export type GenerationRooms = CallRooms &
  RouteRooms & {
    languages: CallRooms['languages'] & RouteRooms['languages']
    wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  }

/** What an answer is taken to have while none was written yet. */
const usualOutputTokens = 400

/** Language models for every other room: chosen, tried again, fallen back from, reserved and settled. */
export function createGenerations(rooms: GenerationRooms): Generations {
  async function* stream(asked: AskedGeneration): AsyncGenerator<GenerationPart, void, void> {
    asked.signal.throwIfAborted()
    const { policy: _policy, context, question: _question, localOnly: _localOnly, ...request } = asked
    const { route, facts, models } = await routeRequest(rooms, asked, { inputTokens: 'enough' })
    if (route.choices.length === 0) {
      const windowOf = (model: string) => models.get(model)?.contextTokens ?? null
      throw noModelFailure(asked.policy, route.passedOver, { inputTokens: facts.inputTokens, windowOf })
    }
    const settled: SettledCall[] = []
    const chain = fallBack(route, {
      call: (call) =>
        makeCall(rooms, {
          ...call,
          ...{ context, request: { ...request, maximumOutputTokens: facts.outputTokens } },
          onSettled: (ended) => void settled.push(ended),
        }),
      signal: asked.signal,
      wait: rooms.wait,
    })
    let warnings: readonly GenerationWarning[] = []
    try {
      for await (const part of chain) {
        if (part.type === 'stream-start') warnings = part.warnings
        yield part.type === 'finish' ? finish(part, settled, warnings) : part
      }
    } catch (error) {
      throw error instanceof ChainError ? chainFailure(error) : error
    }
  }

  async function estimate(asked: Asked) {
    const { route, facts, models } = await routeRequest(rooms, asked, { inputTokens: 'estimated' })
    const [chosen] = route.choices
    const likelyOutputTokens = Math.min(
      facts.outputTokens,
      Math.round((chosen && rooms.recentCalls.outputTokens(chosen.model)) ?? usualOutputTokens),
    )
    const { inputTokens, outputTokens } = facts
    const told = { inputTokens, likelyOutputTokens }
    if (chosen === undefined) {
      const because = route.passedOver[0]?.reason ?? 'there is no model'
      const nothing = { likelyNanoDollars: null, worstCaseNanoDollars: null, tightestBudget: null }
      return { model: null, because, ...told, ...nothing }
    }
    const { model, because } = chosen
    const price = models.get(model)?.price ?? null
    const planned = { model, price, inputTokens, maximumOutputTokens: outputTokens, attempt: 1 }
    const { tightestBudget } = await rooms.spending.estimate({ ...asked.context, ...planned })
    const likely = { ...noUsage, inputTokens, outputTokens: likelyOutputTokens }
    return {
      ...{ model, because, ...told, tightestBudget },
      likelyNanoDollars: price === null ? null : costOf(likely, price),
      worstCaseNanoDollars:
        price === null ? null : worstCaseOf({ inputTokens, maximumOutputTokens: outputTokens, price }),
    }
  }

  return { stream, estimate }
}

const noUsage: TokenUsage = {
  ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  ...{ outputTokens: 0, reasoningTokens: 0 },
}

function finish(
  { reason, choice }: Extract<ChainPart, { type: 'finish' }>,
  settled: readonly SettledCall[],
  warnings: readonly GenerationWarning[],
): GenerationPart {
  const last = settled.at(-1)
  return {
    type: 'finish',
    reason: last?.cutBy ?? reason,
    choice,
    usage: settled.map(({ usage }) => usage).reduce(addUsage, noUsage),
    nanoDollars: settled.reduce((sum, { nanoDollars }) => sum + nanoDollars, 0),
    counted: settled.some(({ counted }) => counted),
    callIds: settled.map(({ callId }) => callId),
    warnings: [...warnings, ...(last?.warnings ?? [])],
  }
}

function addUsage(sum: TokenUsage, usage: TokenUsage): TokenUsage {
  return {
    inputTokens: sum.inputTokens + usage.inputTokens,
    cachedInputTokens: sum.cachedInputTokens + usage.cachedInputTokens,
    cacheWriteTokens: sum.cacheWriteTokens + usage.cacheWriteTokens,
    outputTokens: sum.outputTokens + usage.outputTokens,
    reasoningTokens: sum.reasoningTokens + usage.reasoningTokens,
  }
}
