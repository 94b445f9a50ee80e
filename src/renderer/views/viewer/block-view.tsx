import { memo, type ReactNode } from 'react'
import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'
import { cn } from '../../lib/cn.ts'
import { MarkedText } from './marked-text.tsx'

type BlockViewProps = {
  block: Block
  /** A part of the canonical text that holds the block, and where that part begins. */
  text: string
  textStart: number
  /** The cited span, or null. */
  span: Span | null
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
const numbered = /^(?:\d+|[a-z]|[ivx]+)[.)]/i

/** One structural piece of a document, as what it is. */
export const BlockView = memo(function BlockView({ block, text, textStart, span }: BlockViewProps) {
  const marked = (part: Span) => <MarkedText part={part} text={text} textStart={textStart} span={span} />
  switch (block.kind) {
    case 'heading': {
      const level = Math.min(6, Math.max(1, block.level ?? 1))
      // One level for all of them: a window of a document rarely begins with its highest, and readers lose their way
      // where levels are skipped. The size tells the level to the eye.
      return <h3 className={cn('reading-title pb-2.5', headingLooks[level - 1])}>{marked(block)}</h3>
    }
    case 'list-item':
      return (
        <div className="reading flex gap-3 pb-1.5" style={{ paddingInlineStart: `${((block.level ?? 1) - 1) * 20}px` }}>
          {numbered.test(text.slice(block.start - textStart, block.start - textStart + 8)) ? null : (
            <span aria-hidden className="text-ink-faint">
              •
            </span>
          )}
          <div className="min-w-0 whitespace-pre-wrap">{marked(block)}</div>
        </div>
      )
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll, by keyboard too
        <pre tabIndex={0} className="mb-4 overflow-x-auto rounded-md bg-sunken font-mono text-sm">
          {/* The padding is the text's own, so that a long line keeps it at its far end too. */}
          <code className="block w-max min-w-full px-4 py-3">{marked(block)}</code>
        </pre>
      )
    case 'quote':
      return (
        <blockquote className="reading mb-4 whitespace-pre-wrap border-line border-s-2 ps-4 text-ink-soft">
          {marked(block)}
        </blockquote>
      )
    case 'caption':
    case 'note':
      return <p className="whitespace-pre-wrap pb-3 text-ink-soft text-sm">{marked(block)}</p>
    case 'table':
      return block.rows === undefined ? (
        <p className="reading whitespace-pre-wrap pb-4">{marked(block)}</p>
      ) : (
        <TableBlock rows={block.rows} marked={marked} />
      )
    case 'paragraph':
      return <p className="reading whitespace-pre-wrap pb-4">{marked(block)}</p>
  }
})

type TableBlockProps = { rows: readonly (readonly Span[])[]; marked(part: Span): ReactNode }

function TableBlock({ rows, marked }: TableBlockProps) {
  const [head, ...body] = rows
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
    <div tabIndex={0} className="mb-5 overflow-x-auto">
      <table className="min-w-full border-collapse text-sm">
        {head === undefined ? null : (
          <thead>
            <tr className="border-line-strong border-b">
              {head.map((cell) => (
                <th key={cell.start} scope="col" className="px-3 py-1.5 text-start align-bottom font-semibold">
                  {marked(cell)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {body.map((row) => (
            <tr key={row[0]?.start} className="border-line border-b">
              {row.map((cell, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move, and empty cells share a place
                <td key={position} className="px-3 py-1.5 align-top">
                  {marked(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
