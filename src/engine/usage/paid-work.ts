import type { ProviderKind, TokenPrice } from '../../contract/providers.ts'
import { isOnThisMachine } from '../inference/provider-kinds.ts'
import type { StoredModel } from '../store/repositories/models.ts'
import { readRecord } from './model-record.ts'
import type { CallContext, Reservation, Spending } from './spending.ts'

/** Runs a piece of a model's work and enters it in the ledger, where it may cost something. */
export type PaidWork = <Result extends { tokens: number }>(
  /** `texts`: what is read, to be set aside for before. `libraryIds`: whose they are, or about which. */
  read: { texts: readonly string[]; libraryIds: readonly string[] },
  signal: AbortSignal | null,
  work: () => Promise<Result>,
) => Promise<Result>

/** Tokens around each text. */
const tokensAround = 8

/** Never fewer than any tokeniser makes of the texts: none has tokens of less than a byte. */
function mostTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + tokensAround, 0)
}

const nobody: Omit<CallContext, 'purpose' | 'libraryIds'> = {
  ...{ agent: null, workflow: null, conversationId: null, messageId: null },
}

/**
 * Of models that embed, rerank or judge. Work of a server is reserved and settled like an answer's. What runs on this
 * machine is entered only where a person has said what its electricity costs, and never waits for the ledger before it
 * begins: a search goes on while much is being written.
 */
export function createPaidWork(
  model: StoredModel,
  { spending, purpose }: { spending: Spending; purpose: string },
): PaidWork {
  const { url, inputPrice } = readRecord(model)

  async function priceNow(): Promise<TokenPrice | null> {
    if (url !== null && inputPrice !== null)
      return { input: inputPrice, output: 0, cachedInput: null, cacheWrite: null }
    // Runtimes of servers are kinds of providers, by the same names.
    const kind = model.runtime as ProviderKind
    return spending.priceOf(model.id, Date.now(), url === null ? null : { kind, isLocal: isOnThisMachine(url) })
  }

  return async ({ texts, libraryIds }, signal, work) => {
    const price = await priceNow()
    if (url === null && price?.input === 0) return work()
    const reserve = (inputTokens: number) =>
      spending.reserve(
        { ...nobody, libraryIds, purpose, model: model.id, price, inputTokens, maximumOutputTokens: 0, attempt: 1 },
        signal ?? undefined,
      )
    if (url === null) {
      const begun = performance.now()
      const result = await work()
      await settle(await reserve(result.tokens), { tokens: result.tokens, code: null, begun })
      return result
    }
    const reservation = await reserve(mostTokens(texts))
    const begun = performance.now()
    try {
      const result = await work()
      await settle(reservation, { tokens: result.tokens, code: null, begun })
      return result
    } catch (error) {
      // A second time does nothing.
      await settle(reservation, { tokens: 0, code: signal?.aborted === true ? 'STOPPED' : codeOf(error), begun })
      throw error
    }
  }
}

function settle(reservation: Reservation, ended: { tokens: number; code: string | null; begun: number }) {
  const { tokens, code, begun } = ended
  const totalMs = performance.now() - begun
  return reservation.settle({
    ...{ outcome: code === null ? 'ok' : 'failed', code, counted: false, totalMs },
    firstTokenMs: code === null ? totalMs : null,
    usage: { inputTokens: tokens, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 0, reasoningTokens: 0 },
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL'
}
