import { z } from 'zod'
import { mostNanoDollars, parseDollars } from '../../contract/dollars.ts'
import { ModelReference } from '../../contract/language-models.ts'
import { Failure } from '../../domain/failure.ts'
import type { StoredPrice } from '../store/repositories/prices.ts'

/** Nano-dollars as a whole number, or dollars as text: `"1.25"`. */
const Amount = z.union([
  z.int().nonnegative().max(mostNanoDollars),
  z.string().transform((typed, context) => {
    const nanoDollars = parseDollars(typed)
    if (nanoDollars !== null) return nanoDollars
    context.addIssue('an amount is dollars as text, such as "1.25", or nano-dollars as a whole number')
    return z.NEVER
  }),
])

/** Milliseconds since the epoch, or a day or time in ISO 8601. */
const Moment = z.union([
  z.int().nonnegative(),
  z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((typed) => Date.parse(typed)),
])

const Row = z.strictObject({
  model: ModelReference,
  validFrom: Moment,
  input: Amount,
  output: Amount,
  cachedInput: Amount.nullable().default(null),
  cacheWrite: Amount.nullable().default(null),
})

/**
 * A table of prices as people share them: a JSON list of `{ model, validFrom, input, output, cachedInput?, cacheWrite? }`.
 *
 * @throws Failure PRICES_INVALID with the first row (from 1) that can't be read, or that says something else of a model
 * and a time than a row before it
 */
export function readPriceTable(json: string): StoredPrice[] {
  const rows = parse(json)
  const seen = new Set<string>()
  return rows.map((row, index) => {
    const parsed = Row.safeParse(row)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const field = issue?.path.join('.') ?? ''
      throw invalid(index + 1, field === '' ? (issue?.message ?? 'not a price') : `${field}: ${issue?.message}`)
    }
    const key = JSON.stringify([parsed.data.model, parsed.data.validFrom])
    if (seen.has(key)) throw invalid(index + 1, 'a row before it is of the same model and time')
    seen.add(key)
    return parsed.data
  })
}

function parse(json: string): unknown[] {
  let content: unknown
  try {
    content = JSON.parse(json)
  } catch (error) {
    throw new Failure('PRICES_INVALID', { row: null, reason: 'it is not JSON' }, { cause: error })
  }
  if (!Array.isArray(content)) throw invalid(null, 'it is not a list')
  return content
}

function invalid(row: number | null, reason: string): Failure<'PRICES_INVALID'> {
  return new Failure('PRICES_INVALID', { row, reason })
}
