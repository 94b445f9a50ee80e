/** Which line of the original a line of the unified text is; both are counted from 1. */
export type OriginalLines = {
  lineOf(line: number): number
  /** False for a line that only a form feed or the like begins, which editors do not count. */
  begins(line: number): boolean
}

const asItIs: OriginalLines = { lineOf: (line) => line, begins: () => true }

/**
 * Editors count CRLF, LF and CR as line ends; `unifyLineEnds` makes lines at form feeds and Unicode's separators too.
 * `text` is the decoded file before its line ends were unified.
 */
export function originalLines(text: string): OriginalLines {
  if (!/[\f\v\u0085\u2028\u2029]/.test(text)) return asItIs
  const counted = [1]
  for (const [end] of text.matchAll(/\r\n?|[\n\f\v\u0085\u2028\u2029]/g)) {
    counted.push((counted.at(-1) ?? 1) + (/[\r\n]/.test(end) ? 1 : 0))
  }
  return {
    lineOf: (line) => counted[line - 1] ?? counted.at(-1) ?? 1,
    begins: (line) => line === 1 || counted[line - 1] !== counted[line - 2],
  }
}
