/** Fenced code, code in a line, and what may be a formula in a line: `\(…\)` or `$…$`. */
const piece =
  /^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*\1[^\n]*$|$(?![\s\S]))|(`+)(?!`)[\s\S]*?[^`]\2(?!`)|\\\(([\s\S]+?)\\\)|(?<![\\$\p{L}\p{N}])\$(?![\s$])([^$\n]+?)(?<![\s\\])\$(?![\d$])/gmu

/** A number with words after it: two sums of money in a line, not what stands between two marks of a formula. */
const money = /^\d[\d.,]*(?:\s*[-–]\s*|\s+(?:[\p{L}(]|[-–]\s))[^\\^_={}]*$/u

/**
 * Writes formulas in a line as `$$…$$`, the one mark of them that is read. A single dollar begins a formula only where no
 * space follows it, and ends one only where neither a space goes before nor a digit follows, as Pandoc has it: "$5 and $10"
 * are sums of money.
 */
export function prepareMaths(markdown: string): string {
  return markdown.replace(piece, (whole, ...groups: (string | undefined)[]) => {
    const [, , inBrackets, inDollars] = groups
    const formula = inBrackets ?? inDollars
    if (formula === undefined || (inDollars !== undefined && money.test(inDollars))) return whole
    return `$$${formula}$$`
  })
}
