/** A sentence, list item, table or piece of code that may go into a context, whole or not at all. */
export type ContextUnit = {
  /** How much of what is asked it holds and how well its passage fits; larger is better. */
  importance: number
  tokens: number
}

/**
 * Places of the units that fit into a number of tokens, the most important first; in the order of the units. One that
 * does not fit is passed over, and a smaller one after it may still fit. Of the same importance the earlier one goes first.
 */
export function fitTokens(units: readonly ContextUnit[], budget: number): number[] {
  const order = [...units.keys()].sort((a, b) => (units[b]?.importance ?? 0) - (units[a]?.importance ?? 0) || a - b)
  let left = budget
  const chosen: number[] = []
  for (const place of order) {
    const tokens = units[place]?.tokens ?? 0
    if (tokens > left) continue
    left -= tokens
    chosen.push(place)
  }
  return chosen.sort((a, b) => a - b)
}
