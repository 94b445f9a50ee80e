import { memo } from 'react'
import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'
import { cn } from '../../lib/cn.ts'
import type { Highlights } from './highlights.ts'
import { NumberedLines } from './line-numbers.tsx'
import { MarkedText } from './marked-text.tsx'
import { TableBlock } from './table-block.tsx'

type BlockViewProps = {
  block: Block
  /** A part of the canonical text that holds the block, and where that part begins. */
  text: string
  textStart: number
  highlights: Highlights
  /** Whether lines are what places in this document are told by. */
  lineNumbers: boolean
}

const headingLooks = [
  'text-2xl mt-4',
  'text-xl mt-4',
  'text-lg mt-3',
  'text-lg mt-2',
  'text-base mt-2',
  'text-base mt-2',
]

/** An item that brings its own number or letter. */
const numbered = /^(?:\p{Nd}+|[a-z]|[ivx]+)[.)]/iu

/** One structural piece of a document, as what it is. */
export const BlockView = memo(function BlockView(props: BlockViewProps) {
  const { block, text, textStart, highlights } = props
  const marked = (part: Span) => <MarkedText part={part} text={text} textStart={textStart} highlights={highlights} />
  switch (block.kind) {
    case 'heading': {
      const level = Math.min(6, Math.max(1, block.level ?? 1))
      // One level for all of them: a window of a document rarely begins with its highest, and readers lose their way
      // where levels are skipped. The size tells the level to the eye.
      return (
        <h3 dir="auto" className={cn('reading-title pb-2.5', headingLooks[level - 1])}>
          {marked(block)}
        </h3>
      )
    }
    case 'list-item':
      return (
        // The whole item turns with its text, so that its bullet stands where the line begins.
        <div
          dir="auto"
          className="reading flex gap-3 pb-1.5"
          style={{ paddingInlineStart: `${((block.level ?? 1) - 1) * 20}px` }}
        >
          {numbered.test(text.slice(block.start - textStart, block.start - textStart + 8)) ? null : (
            <span aria-hidden className="text-ink-faint">
              •
            </span>
          )}
          <div className="min-w-0 flex-1 whitespace-pre-wrap">{marked(block)}</div>
        </div>
      )
    case 'code':
      return <CodeBlock {...props} marked={marked} />
    case 'quote':
      return (
        <blockquote dir="auto" className="reading mb-4 whitespace-pre-wrap border-line border-s-2 ps-4 text-ink-soft">
          {marked(block)}
        </blockquote>
      )
    case 'caption':
    case 'note':
      return (
        <p dir="auto" className="whitespace-pre-wrap pb-3 text-ink-soft text-sm">
          {marked(block)}
        </p>
      )
    case 'table':
      return block.rows === undefined ? (
        <p dir="auto" className="reading whitespace-pre-wrap pb-4">
          {marked(block)}
        </p>
      ) : (
        <TableBlock rows={block.rows} target={highlights.current ?? highlights.cited} marked={marked} />
      )
    case 'paragraph':
      return (
        <p dir="auto" className="reading whitespace-pre-wrap pb-4">
          {marked(block)}
        </p>
      )
  }
})

type CodeBlockProps = BlockViewProps & { marked(part: Span): React.ReactNode }

function CodeBlock({ block, text, textStart, lineNumbers, marked }: CodeBlockProps) {
  if (lineNumbers && block.line !== undefined) {
    return <NumberedLines block={block} text={text} textStart={textStart} first={block.line} marked={marked} />
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too
    <pre tabIndex={0} dir="ltr" className="mb-4 overflow-x-auto rounded-md bg-sunken font-mono text-sm">
      {/* The padding is the text's own, so that a long line keeps it at its far end too. */}
      <code className="block w-max min-w-full px-4 py-3">{marked(block)}</code>
    </pre>
  )
}
