/** A line at which something begins that reaches to the next mark. */
export type OutlineMark = {
  /** From 0. */
  row: number
  /** Names of the declarations around it, outermost first. */
  symbol: readonly string[]
  /** What the file brings in from others. */
  imports: boolean
}

/** Rows of a declaration beyond which what is declared inside it is looked for. */
export const largeDeclaration = 50

/** How deep declarations are looked for inside each other. */
export const deepestSymbol = 8

const longestName = 120

/** A name on one line. */
export function tidyName(name: string): string {
  const line = name.replace(/\s+/g, ' ').trim()
  return line.length > longestName ? `${line.slice(0, longestName - 1).toWellFormed()}…` : line
}

export function isSameSymbol(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((name, depth) => name === second[depth])
}
