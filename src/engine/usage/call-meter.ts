import type { TokenUsage } from '../../contract/money.ts'
import { estimateTextTokens } from '../inference/estimate-tokens.ts'
import type { StreamPart } from '../inference/language-model.ts'
import { ModelError } from '../inference/model-runner.ts'
import type { EndedCall } from './spending.ts'

/** Watches one call of a model: what came, when, and what it is to be paid for. */
export type CallMeter = {
  see(part: StreamPart): void
  /** Whether something has come that a person could see; from then on a call is paid for. */
  hasBegun(): boolean
  firstTokenMs(): number | null
  /**
   * Whether more was written than the call was allowed, which a provider that heeds its limit never does. Counted only
   * when the text is long enough for it.
   */
  isPastLimit(): Promise<boolean>
  /** `error`: why it did not come to its end; null when it did. */
  end(error: { code: string } | null): Promise<EndedCall>
}

const nothing: TokenUsage = {
  ...{ inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 },
  ...{ outputTokens: 0, reasoningTokens: 0 },
}
/** No language is written with more characters a token for long. */
const mostCharactersAToken = 4
/** What counting may be off by before a call is stopped for it. */
const tolerance = { part: 1.1, tokens: 32 }

export function createCallMeter(call: { inputTokens: number; maximumOutputTokens: number }): CallMeter {
  const begun = performance.now()
  let firstTokenMs: number | null = null
  let finish: Extract<StreamPart, { type: 'finish' }> | null = null
  const pieces: string[] = []
  const thought: string[] = []
  let characters = 0
  let countAt = call.maximumOutputTokens * mostCharactersAToken * tolerance.part

  function take(into: string[], text: string): void {
    firstTokenMs ??= performance.now() - begun
    into.push(text)
    characters += text.length
  }

  async function count(tokensOf: (text: string) => Promise<number>): Promise<TokenUsage> {
    const [said, reasoned] = await Promise.all([pieces, thought].map((all) => tokensOf(all.join(''))))
    const reasoningTokens = reasoned ?? 0
    return { ...nothing, inputTokens: call.inputTokens, outputTokens: (said ?? 0) + reasoningTokens, reasoningTokens }
  }

  return {
    see(part) {
      if (part.type === 'text-delta' || part.type === 'tool-call-delta') take(pieces, part.text)
      else if (part.type === 'reasoning-delta') take(thought, part.text)
      else if (part.type === 'tool-call-start') take(pieces, part.name)
      else if (part.type === 'finish') finish = part
    },
    hasBegun: () => firstTokenMs !== null || finish !== null,
    firstTokenMs: () => firstTokenMs,
    async isPastLimit() {
      if (characters < countAt) return false
      countAt = characters * 1.5
      const { outputTokens } = await count(estimateTextTokens)
      return outputTokens > call.maximumOutputTokens * tolerance.part + tolerance.tokens
    },
    async end(error) {
      const totalMs = performance.now() - begun
      const times = { firstTokenMs, totalMs }
      // Nobody bills a request that brought nothing.
      if (firstTokenMs === null && finish === null) {
        return { ...times, outcome: 'failed', code: error?.code ?? null, usage: nothing, counted: false }
      }
      const usage = finish?.usage ?? null
      return {
        ...times,
        outcome: finish !== null && error === null ? 'ok' : 'partial',
        code: error?.code ?? null,
        usage: usage ?? (await count(surelyCount)),
        counted: usage === null,
      }
    },
  }
}

/** What was written is to be paid for even where the count broke: then by its bytes, than which it has no more tokens. */
async function surelyCount(text: string): Promise<number> {
  try {
    return await estimateTextTokens(text)
  } catch (error) {
    if (error instanceof ModelError) return Buffer.byteLength(text)
    throw error
  }
}
