import { LongTable, type TableBlockProps } from './long-table.tsx'

/** Rows beyond which only those in view are made. */
const shortTable = 60

/** A table as a table; the first row is its header. */
export function TableBlock({ rows, target, marked }: TableBlockProps) {
  const [head, ...body] = rows
  if (body.length > shortTable) return <LongTable rows={rows} target={target} marked={marked} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
    <div tabIndex={0} className="mb-5 overflow-x-auto">
      <table dir="auto" className="min-w-full border-collapse text-sm">
        {head === undefined ? null : (
          <thead>
            <tr className="border-line-strong border-b">
              {head.map((cell, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move, and empty cells share a place
                <th key={position} scope="col" className="px-3 py-1.5 text-start align-bottom font-semibold">
                  {marked(cell)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows do not move, and empty ones share a place
            <tr key={index} className="border-line border-b">
              {row.map((cell, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move, and empty cells share a place
                <td key={position} className="max-w-96 px-3 py-1.5 align-top [overflow-wrap:anywhere]">
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
