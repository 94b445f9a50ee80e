import type { ReactNode } from 'react'
import type { Span } from '../../../contract/common.ts'

/** Lines that are laid out together; a long file is laid out part by part as it comes into view. */
const linesTogether = 100

type NumberedLinesProps = {
  block: Span
  text: string
  textStart: number
  /** Number of the first line. */
  first: number
  marked(part: Span): ReactNode
}

/** Source text with the numbers of its lines, which are neither read out nor copied. */
export function NumberedLines({ block, text, textStart, first, marked }: NumberedLinesProps) {
  const parts = cutLines(block, text.slice(block.start - textStart, block.end - textStart))
  const last = first + parts.reduce((sum, part) => sum + part.lines, 0) - 1
  const width = `${String(last).length}ch`
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too
    <pre tabIndex={0} dir="ltr" className="mb-4 overflow-x-auto rounded-md bg-sunken py-3 font-mono text-sm">
      {parts.map((part, index) => (
        <div
          key={part.start}
          className="code-part"
          style={{ containIntrinsicBlockSize: `auto ${part.lines * 1.45}em` }}
        >
          <span aria-hidden className="code-numbers" style={{ minInlineSize: `calc(${width} + 2rem)` }}>
            {Array.from({ length: part.lines }, (_, line) => first + index * linesTogether + line).join('\n')}
          </span>
          <code className="pe-4">{marked(part)}</code>
        </div>
      ))}
    </pre>
  )
}

type LinePart = Span & { lines: number }

function cutLines(block: Span, text: string): readonly LinePart[] {
  const parts: LinePart[] = []
  let start = 0
  while (start <= text.length) {
    let end = start
    let lines = 0
    while (lines < linesTogether && end <= text.length) {
      const newline = text.indexOf('\n', end)
      end = newline === -1 ? text.length + 1 : newline + 1
      lines += 1
    }
    // Without the last line's own end: the next part begins below by itself.
    parts.push({ start: block.start + start, end: block.start + Math.min(end - 1, text.length), lines })
    start = end
  }
  return parts
}
