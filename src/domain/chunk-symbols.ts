const longestNames = 200

/**
 * The names of a chunk of code from the declarations in it, outermost first: what all have in common, then the names
 * below that, as `["Parser", "parse, peek"]` for two methods of a class.
 */
export function describeSymbols(symbols: readonly (readonly string[])[]): string[] {
  const common = [...(symbols[0] ?? [])]
  for (const symbol of symbols) {
    const differs = common.findIndex((name, depth) => symbol[depth] !== name)
    if (differs >= 0) common.length = differs
  }
  const below = [...new Set(symbols.flatMap((symbol) => symbol[common.length] ?? []))].join(', ')
  if (below === '') return common
  return [...common, below.length > longestNames ? `${below.slice(0, longestNames - 1).toWellFormed()}…` : below]
}
