import type { Span } from '../../../../contract/common.ts'
import type { Block } from '../../../../contract/document.ts'
import type { OutlineMark } from './outline.ts'

/** `lines` are those of `text`, whose line ends are all `\n`. */
export type SourceCode = { text: string; lines: readonly string[]; language: string }

/** What is shown and cut as one; longer code is several blocks of the same declaration. UTF-16 units. */
const longestBlock = 20_000
const mostBlockLines = 400

/** A block from each mark to the next, without the empty lines around. Together they hold every line with text. */
export function toCodeBlocks(source: SourceCode, marks: readonly OutlineMark[]): Block[] {
  const starts: number[] = [0]
  for (const line of source.lines) starts.push((starts.at(-1) ?? 0) + line.length + 1)
  const rows = marks[0]?.row === 0 ? marks : [{ row: 0, symbol: [], imports: false }, ...marks]
  return rows.flatMap((mark, index) => {
    const end = rows[index + 1]?.row ?? source.lines.length
    return piecesOf(source.lines, { first: mark.row, end }).flatMap((piece) => {
      const span = { start: starts[piece.first] ?? 0, end: (starts[piece.end] ?? 0) - 1 }
      return partsOf(source.text, span).map((part) => toBlock(part, { mark, row: piece.first, source }))
    })
  })
}

function toBlock(span: Span, { mark, row, source }: { mark: OutlineMark; row: number; source: SourceCode }): Block {
  return {
    kind: 'code',
    ...span,
    level: null,
    page: null,
    line: row + 1,
    language: source.language,
    ...(mark.symbol.length > 0 && { symbol: [...mark.symbol] }),
    ...(mark.imports && { imports: true }),
  }
}

/** Rows from `first` up to `end`. */
type Rows = { first: number; end: number }

/** The rows with text, in pieces that are not too long. */
function piecesOf(lines: readonly string[], rows: Rows): Rows[] {
  const isEmpty = (row: number) => (lines[row] ?? '').trim() === ''
  const pieces: Rows[] = []
  for (let first = rows.first; first < rows.end; ) {
    if (isEmpty(first)) {
      first++
      continue
    }
    const next = endOfPiece(lines, { first, end: rows.end })
    let end = next
    while (isEmpty(end - 1)) end--
    pieces.push({ first, end })
    first = next
  }
  return pieces
}

function endOfPiece(lines: readonly string[], { first, end }: Rows): number {
  let length = 0
  let row = first
  do {
    length += (lines[row]?.length ?? 0) + 1
    row++
  } while (row < end && row - first < mostBlockLines && length + (lines[row]?.length ?? 0) < longestBlock)
  return row
}

/** A very long line is several blocks, none of which ends within a character. */
function partsOf(text: string, span: Span): Span[] {
  const parts: Span[] = []
  for (let { start } = span; start < span.end; ) {
    let end = Math.min(span.end, start + longestBlock)
    if (end < span.end && /[\uDC00-\uDFFF]/.test(text.charAt(end))) end--
    parts.push({ start, end })
    start = end
  }
  return parts
}
