import { useQueries } from '@tanstack/react-query'
import type { Span } from '../../../contract/common.ts'
import { locationOptions } from './use-location.ts'

/** Matches of one page that are drawn; a page with more is a page of nothing else. */
const drawn = 60

type FoundBoxesProps = { documentId: string; page: number; matches: readonly Span[] }

/** What a search found on a page, drawn over it; asked for when the page is. */
export function FoundBoxes({ documentId, page, matches }: FoundBoxesProps) {
  const boxes = useQueries({
    queries: matches.slice(0, drawn).map((match) => locationOptions(documentId, match)),
    combine: (results) => results.flatMap(({ data }) => data?.boxes.filter((box) => box.page === page) ?? []),
  })
  return (
    <div aria-hidden className="pdf-found">
      {boxes.map((box) => (
        <div
          key={`${box.x} ${box.y} ${box.width}`}
          style={{
            left: `${box.x * 100}%`,
            top: `${box.y * 100}%`,
            width: `${box.width * 100}%`,
            height: `${box.height * 100}%`,
          }}
        />
      ))}
    </div>
  )
}
