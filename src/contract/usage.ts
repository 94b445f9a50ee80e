import { z } from 'zod'
import { procedure } from './base.ts'
import { Id, Milliseconds, Paging, Timestamp } from './common.ts'
import { declare } from './errors.ts'
import { ModelReference } from './language-models.ts'
import { NanoDollars, TokenUsage } from './money.ts'
import { TokenPrice } from './providers.ts'

/** `partial`: it was stopped, or broke off, after its first token; what had arrived is paid for. */
export const CallOutcome = z.enum(['ok', 'partial', 'failed'])
export type CallOutcome = z.infer<typeof CallOutcome>

/** One entry of the ledger: one call of a model, whether it brought an answer or not. */
export const UsageCall = z.object({
  id: Id,
  at: Timestamp,
  model: ModelReference,
  /** Such as `answer`, `embedding`, `reranking`, `test`. */
  purpose: z.string(),
  agent: z.string().nullable(),
  workflow: z.string().nullable(),
  libraryIds: z.array(Id),
  conversationId: Id.nullable(),
  messageId: Id.nullable(),
  outcome: CallOutcome,
  /** Why it failed or broke off; null otherwise. */
  code: z.string().nullable(),
  usage: TokenUsage,
  /** Whether the tokens were counted here, because the provider did not say. */
  counted: z.boolean(),
  /** False when nobody had said what the model costs: `nanoDollars` is then 0, whatever the provider bills. */
  priceKnown: z.boolean(),
  nanoDollars: NanoDollars,
  /** What it would have cost without the provider's cache, less what it cost. */
  savedNanoDollars: NanoDollars,
  /** What was set aside for it; 0 for a call without a budget or price. */
  reservedNanoDollars: NanoDollars,
  /** Until the first token; null when none came. */
  firstTokenMs: Milliseconds.nullable(),
  totalMs: Milliseconds,
  /** 1 for the first model that was tried, 2 for the next, … */
  attempt: z.int().positive(),
  /** Input tokens that repeat text which stands earlier in the same request; null when that was not measured. */
  redundantTokens: z.int().nonnegative().nullable(),
})
export type UsageCall = z.infer<typeof UsageCall>

/** Any of these narrows what is summed or listed; times are half open, `from` to `to`. */
export const UsageFilter = z.object({
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  model: ModelReference.optional(),
  agent: z.string().max(200).optional(),
  workflow: z.string().max(200).optional(),
  libraryId: Id.optional(),
  conversationId: Id.optional(),
  outcome: CallOutcome.optional(),
})
export type UsageFilter = z.infer<typeof UsageFilter>

export const UsageSums = z.object({
  calls: z.int(),
  failed: z.int(),
  /** Calls of models whose price nobody had said, which are not in the sum of money. */
  unpriced: z.int(),
  usage: TokenUsage,
  nanoDollars: NanoDollars,
  savedNanoDollars: NanoDollars,
  /** Over the latest calls that brought something (at most 200, of a step of time 50); null without one. */
  firstTokenMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  totalMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
})
export type UsageSums = z.infer<typeof UsageSums>

export const UsageGroup = z.enum(['model', 'agent', 'workflow', 'library', 'conversation', 'purpose', 'code'])
export type UsageGroup = z.infer<typeof UsageGroup>

/** Calendar units of the time zone that is asked for. */
export const UsageStep = z.enum(['hour', 'day', 'week', 'month'])

/** An IANA name, such as `Europe/Berlin`. */
const TimeZone = z.string().max(100).refine(isTimeZone, 'no such time zone')

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // It throws a RangeError for a name that it does not know, and has no other way to ask.
    return false
  }
}

/** A step of an agent or an answer that costs more than it has to. */
export const UsageAdvice = z.object({
  kind: z.enum(['many-tokens', 'redundant-context', 'many-parallel']),
  /** Calls that it was found in, most recent first, at most 20. */
  callIds: z.array(Id),
  calls: z.int(),
  model: ModelReference,
  agent: z.string().nullable(),
  workflow: z.string().nullable(),
  /** The measured value, in the kind's unit: tokens, part from 0 to 1, calls at once. */
  measured: z.number(),
  limit: z.number(),
  /** A month, projected from the period that was looked at. */
  savesNanoDollarsAMonth: NanoDollars,
})
export type UsageAdvice = z.infer<typeof UsageAdvice>

const filtered = z.object({ filter: UsageFilter.default({}) })

export const usage = {
  /** The whole, and a row a group. A call over several libraries counts in each of their rows, and once in the whole. */
  summary: procedure
    .route({ method: 'GET', path: '/usage', tags: ['usage'], summary: 'Sums of the ledger' })
    .input(filtered.extend({ by: UsageGroup.default('model') }))
    .output(
      z.object({
        total: UsageSums,
        groups: z.array(UsageSums.extend({ key: z.string().nullable(), title: z.string().nullable() })),
      }),
    ),
  /** Sums of each step of time, with those of the groups that cost most; steps without a call are there with zeros. */
  overTime: procedure
    .route({ method: 'GET', path: '/usage/over-time', tags: ['usage'], summary: 'Sums over time' })
    .input(
      filtered.extend({
        step: UsageStep.default('day'),
        by: UsageGroup.default('model'),
        timeZone: TimeZone.default('UTC'),
      }),
    )
    .output(
      z.object({
        steps: z.array(
          UsageSums.extend({
            from: Timestamp,
            to: Timestamp,
            groups: z.array(z.object({ key: z.string().nullable(), nanoDollars: NanoDollars, tokens: z.int() })),
          }),
        ),
        /** Of this calendar month: spent so far, and by its end if it goes on as the four weeks before; null before a whole day of calls. */
        forecast: z
          .object({ spent: NanoDollars, expected: NanoDollars, low: NanoDollars, high: NanoDollars })
          .nullable(),
      }),
    ),
  calls: procedure
    .route({ method: 'GET', path: '/usage/calls', tags: ['usage'], summary: 'Calls, latest first' })
    .input(filtered.extend(Paging.shape))
    .output(z.object({ total: z.int(), items: z.array(UsageCall) })),
  call: procedure
    .route({ method: 'GET', path: '/usage/calls/{callId}', tags: ['usage'], summary: 'One call' })
    .errors(declare('CALL_NOT_FOUND'))
    .input(z.object({ callId: Id }))
    .output(UsageCall),
  /** Calls as CSV (RFC 4180), oldest first. Cells that a spreadsheet would run as formulas are disarmed. */
  csv: procedure
    .route({ method: 'GET', path: '/usage/csv', tags: ['usage'], summary: 'Calls as CSV' })
    .input(filtered)
    .output(z.object({ name: z.string(), text: z.string() })),
  advice: procedure
    .route({ method: 'GET', path: '/usage/advice', tags: ['usage'], summary: 'What would save tokens and money' })
    .input(filtered)
    .output(z.array(UsageAdvice)),
}

/** `shipped`: of Diwan's own table. `person`: typed or imported here, and goes before a shipped one of the same day. */
export const ModelPrice = TokenPrice.extend({
  /** `KIND/MODEL` in the shipped table, for every provider of this kind; `PROVIDER/MODEL` for one alone. */
  model: ModelReference,
  validFrom: Timestamp,
  origin: z.enum(['shipped', 'person']),
})
export type ModelPrice = z.infer<typeof ModelPrice>

export const prices = {
  list: procedure
    .route({ method: 'GET', path: '/prices', tags: ['usage'], summary: 'Prices, with the days from which they hold' })
    .input(z.object({ model: ModelReference.optional() }))
    .output(z.array(ModelPrice)),
  /** Never changes what was recorded: the ledger keeps what a call cost. */
  set: procedure
    .route({ method: 'POST', path: '/prices', tags: ['usage'], summary: 'Say what a model costs' })
    .errors(declare('DISK_FULL'))
    .input(
      TokenPrice.partial({ cachedInput: true, cacheWrite: true }).extend({
        model: ModelReference,
        validFrom: Timestamp.optional(),
      }),
    )
    .output(ModelPrice),
  remove: procedure
    .route({ method: 'DELETE', path: '/prices', tags: ['usage'], summary: 'Take back a price that was set here' })
    .errors(declare('PRICE_NOT_FOUND', 'DISK_FULL'))
    .input(z.object({ model: ModelReference, validFrom: Timestamp }))
    .output(z.object({ model: ModelReference, validFrom: Timestamp })),
  /** Takes a whole table: `[{ model, validFrom, input, output, cachedInput?, cacheWrite? }]`, all or none. */
  import: procedure
    .route({ method: 'POST', path: '/prices/import', tags: ['usage'], summary: 'Take a table of prices' })
    .errors(declare('PRICES_INVALID', 'DISK_FULL'))
    .input(z.object({ json: z.string().max(5_000_000) }))
    .output(z.object({ added: z.int(), unchanged: z.int() })),
}

export const BudgetScope = z.enum(['agent', 'workflow', 'library', 'conversation', 'day', 'month', 'organisation'])
export type BudgetScope = z.infer<typeof BudgetScope>

export const Budget = z.object({
  id: Id,
  scope: BudgetScope,
  /** Agent, workflow, library id or conversation id; null for `day`, `month` and `organisation`. */
  subject: z.string().nullable(),
  /** Of the subject, for a person. */
  title: z.string().nullable(),
  /** When it starts anew, by the machine's calendar; `none` never does. Of `day` and `month` it is what they say. */
  period: z.enum(['none', 'day', 'month']),
  limitNanoDollars: NanoDollars,
  spentNanoDollars: NanoDollars,
  /** Set aside for calls that are under way. */
  reservedNanoDollars: NanoDollars,
  /** `warning` from 80 %; `stopped` at 100 %, or when a provider billed more than was set aside. */
  state: z.enum(['within', 'warning', 'stopped']),
  /** A provider billed more than was set aside: it stays stopped until the period renews or the limit is raised. */
  isOverbilled: z.boolean(),
  /** When the period ends; null for one without a period. */
  renewsAt: Timestamp.nullable(),
})
export type Budget = z.infer<typeof Budget>

export const budgets = {
  list: procedure
    .route({ method: 'GET', path: '/budgets', tags: ['usage'], summary: 'Budgets, and what is left of them' })
    .output(z.array(Budget)),
  /** Makes a budget, or changes the one of the same scope and subject. */
  set: procedure
    .route({ method: 'PUT', path: '/budgets', tags: ['usage'], summary: 'Set a budget' })
    .errors(declare('BUDGET_INVALID', 'LIBRARY_NOT_FOUND', 'CONVERSATION_NOT_FOUND', 'DISK_FULL'))
    .input(
      z.object({
        scope: BudgetScope,
        /** A library may be named instead of given by its id. */
        subject: z.string().min(1).max(200).optional(),
        period: z.enum(['none', 'day', 'month']).optional(),
        limitNanoDollars: NanoDollars,
      }),
    )
    .output(Budget),
  remove: procedure
    .route({ method: 'DELETE', path: '/budgets/{budgetId}', tags: ['usage'], summary: 'Remove a budget' })
    .errors(declare('BUDGET_NOT_FOUND', 'DISK_FULL'))
    .input(z.object({ budgetId: Id }))
    .output(z.object({ budgetId: Id })),
}
