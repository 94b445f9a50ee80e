import type { TokenUsage } from '../../contract/money.ts'
import type { ProviderKind, TokenPrice } from '../../contract/providers.ts'
import type { CallOutcome } from '../../contract/usage.ts'
import type { SettledEntry } from '../store/repositories/spending.ts'

/** What a call is for: which budgets it counts in, and where its ledger entry is found again. */
export type CallContext = {
  /** Such as `answer`, `embedding`, `test`. */
  purpose: string
  agent: string | null
  workflow: string | null
  libraryIds: readonly string[]
  conversationId: string | null
  messageId: string | null
}

/** One call of one model, before it is made. */
export type PlannedCall = CallContext & {
  model: string
  /** At the time of the call; null when nobody has said. */
  price: TokenPrice | null
  /** Never fewer than the provider will count, as far as that can be known. */
  inputTokens: number
  maximumOutputTokens: number
  /** 1 for the first model of an answer, 2 for the one that it fell back to, … */
  attempt: number
  /** Input tokens that repeat text which stands earlier in the same request (domain/redundancy.ts); unknown when left out. */
  redundantTokens?: number
}

/** How a call ended. */
export type EndedCall = {
  outcome: CallOutcome
  /** Why it failed or broke off; null otherwise. */
  code: string | null
  /** As the provider says, or counted; zeros for a call that never reached the model. */
  usage: TokenUsage
  counted: boolean
  firstTokenMs: number | null
  totalMs: number
}

/** Money set aside in every budget that a call counts in. It is settled once; an engine that ended before gives it back. */
export type Reservation = {
  id: string
  reservedNanoDollars: number
  /** Whether any budget counts the call. */
  isBudgeted: boolean
  /** Writes the ledger's entry and gives back what is left, in one transaction. A larger bill is recorded in full. */
  settle(ended: EndedCall): Promise<{ callId: string; nanoDollars: number } & SettledEntry>
}

/** Whose model it is. Null for one on this machine, the extractive one among them. */
export type PricedProvider = { kind: ProviderKind; isLocal: boolean } | null

/** The ledger and its budgets, as whoever makes calls sees them. */
export type Spending = {
  /**
   * What holds for a model at a time: a person's price before a shipped one, the youngest before older ones. Shipped ones
   * are found by the provider's kind. A model on this machine, or of an `ollama` on it, has the price of the machine's
   * electricity (settings), the extractive one 0. Null when nobody has said.
   */
  priceOf(model: string, at: number, provider: PricedProvider): Promise<TokenPrice | null>
  /**
   * Sets the worst case of a call aside in every budget it counts in, all or none: all input at the dearest of its prices,
   * the whole output limit. Where calls that are under way hold what it needs it waits for them, for a while.
   *
   * @throws Failure BUDGET_EXCEEDED; PRICE_UNKNOWN where a budget applies and the price is null; the signal's reason
   */
  reserve(call: PlannedCall, signal?: AbortSignal): Promise<Reservation>
  /** A call that its provider goes on with after the engine that began it; null when it was settled. */
  resume(call: { id: string; price: TokenPrice | null }): Promise<Pick<Reservation, 'settle'> | null>
  /** What `reserve` would set aside, and the budget that has least left; changes nothing. */
  estimate(call: PlannedCall): Promise<{
    worstCaseNanoDollars: number | null
    tightestBudget: { budgetId: string; leftNanoDollars: number; limitNanoDollars: number } | null
  }>
}
