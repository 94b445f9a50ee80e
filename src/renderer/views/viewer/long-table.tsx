import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Span } from '../../../contract/common.ts'

const rowHeight = 33
/** Rows that are measured for the widths of the columns, which are then the same for all. */
const measuredRows = 200
const narrowest = 8
const widest = 36
/** What the cells' own padding takes. */
const padding = 5

export type TableBlockProps = {
  rows: readonly (readonly Span[])[]
  /** What is to be brought into view. */
  target: Span | null
  marked(part: Span): ReactNode
}

/** A table of any length in a window of its own: only the rows in view exist, and the header stays. */
export function LongTable({ rows, target, marked }: TableBlockProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [head = [], ...body] = rows
  const template = useMemo(() => columnTemplate(rows), [rows])
  const virtual = useVirtualizer({
    count: body.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const wanted = target === null ? -1 : body.findIndex((row) => row.some((cell) => touches(cell, target)))
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there once for each target
  useEffect(() => {
    if (wanted !== -1) virtual.scrollToIndex(wanted, { align: 'center' })
  }, [wanted, target?.start])
  const rowStyle = { display: 'grid', gridTemplateColumns: template }
  return (
    <div
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="mb-5 max-h-[70dvh] overflow-auto rounded-md border border-line text-sm"
    >
      <table dir="auto" aria-label={t('viewer.table')} aria-rowcount={rows.length} className="block w-max min-w-full">
        <thead className="sticky top-0 z-10 block border-line-strong border-b bg-panel">
          <tr aria-rowindex={1} style={rowStyle}>
            {head.map((cell, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move, and empty cells share a place
              <th key={position} scope="col" className="px-3 py-1.5 text-start font-semibold [overflow-wrap:anywhere]">
                {marked(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="relative block" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((row) => (
            <tr
              key={row.key}
              ref={virtual.measureElement}
              data-index={row.index}
              aria-rowindex={row.index + 2}
              className="absolute inset-x-0 top-0 border-line border-b"
              style={{ ...rowStyle, transform: `translateY(${row.start}px)` }}
            >
              {(body[row.index] ?? []).map((cell, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move, and empty cells share a place
                <td key={position} className="px-3 py-1.5 [overflow-wrap:anywhere]">
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

function touches(cell: Span, target: Span): boolean {
  return cell.start < target.end && cell.end > target.start
}

/** Each column as wide as its longest text, within bounds; the last takes what is left of the window. */
function columnTemplate(rows: TableBlockProps['rows']): string {
  const sample = rows.slice(0, measuredRows)
  const count = Math.max(0, ...sample.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, column) => {
    const longest = Math.max(0, ...sample.map((row) => lengthOf(row[column])))
    return Math.min(widest, Math.max(narrowest, Math.ceil(longest * 1.15) + padding))
  })
  return widths.map((width, column) => `minmax(${width}ch, ${column === count - 1 ? '1fr' : `${width}ch`})`).join(' ')
}

function lengthOf(cell: Span | undefined): number {
  return cell === undefined ? 0 : cell.end - cell.start
}
