/** A day of the calendar at the end of a model's name, written `-2025-08-07` or `-20250807` or `@20250807`. */
const snapshotDay = /^(.+?)[-@](20\d{2})(-?)(0[1-9]|1[0-2])\3(0[1-9]|[12]\d|3[01])$/

/**
 * The names under which the price of a model is looked for, in order: its own, then that of the family which a dated
 * snapshot (`gpt-5-2025-08-07`) or the alias `-latest` belongs to. Nothing else is taken off a name: what begins alike may
 * cost ten times as much. A snapshot whose price differs from its family's is in a table under its own name.
 */
export function priceNames(model: string): string[] {
  const family = snapshotDay.exec(model)?.[1] ?? (model.endsWith('-latest') ? model.slice(0, -'-latest'.length) : null)
  return family === null || family.endsWith('/') || family === '' ? [model] : [model, family]
}

type Dated = { model: string; validFrom: number }

/** The youngest price of the first of these names that has one at this time. */
export function priceAt<Price extends Dated>(prices: readonly Price[], names: readonly string[], at: number) {
  for (const name of names) {
    const held = prices.filter((price) => price.model === name && price.validFrom <= at)
    const youngest = held.reduce<Price | null>(
      (best, price) => (best === null || price.validFrom > best.validFrom ? price : best),
      null,
    )
    if (youngest !== null) return youngest
  }
  return null
}

/** `KIND/MODEL` of a model that a person calls `PROVIDER/MODEL`. */
export function ofKind(model: string, kind: string): string {
  return `${kind}/${model.slice(model.indexOf('/') + 1)}`
}
