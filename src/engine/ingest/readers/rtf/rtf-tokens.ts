/** The parts of RTF (Rich Text Format Specification 1.9.1). */
export type RtfToken =
  | { kind: 'open' | 'close' }
  | { kind: 'word'; name: string; value: number | null }
  /** A character that is written after a backslash, such as `~` or `*`. */
  | { kind: 'symbol'; symbol: string }
  /** Bytes of text, as Latin 1 shows them. */
  | { kind: 'text'; bytes: string }

const pattern = /([{}])|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|[\r\n]+|([^\\{}\r\n]+)/giy

/** Cuts RTF into its parts; pictures that are stored as bytes are passed over. `source` holds a byte in each character. */
export function* rtfTokens(source: string): Generator<RtfToken, void, undefined> {
  const next = new RegExp(pattern)
  while (next.lastIndex < source.length) {
    const from = next.lastIndex
    const found = next.exec(source)
    if (found === null) {
      // A backslash at the very end is all that the pattern does not know.
      next.lastIndex = from + 1
      continue
    }
    const [, brace, name, value, hex, symbol, text] = found
    if (brace !== undefined) yield { kind: brace === '{' ? 'open' : 'close' }
    else if (name === 'bin') next.lastIndex += Math.max(0, Number(value ?? 0))
    else if (name !== undefined) yield { kind: 'word', name, value: value === undefined ? null : Number(value) }
    else if (hex !== undefined) yield { kind: 'text', bytes: String.fromCharCode(Number.parseInt(hex, 16)) }
    else if (symbol === '\\' || symbol === '{' || symbol === '}') yield { kind: 'text', bytes: symbol }
    else if (symbol !== undefined) yield { kind: 'symbol', symbol }
    else if (text !== undefined) yield { kind: 'text', bytes: text }
  }
}
