import { useQuery } from '@tanstack/react-query'
import type { Span } from '../../../contract/common.ts'
import { engine } from '../../engine/client.ts'

/** Where a span lies: its block, its page, and the boxes that cover it there. */
export function useLocation(documentId: string, span: Span | null) {
  return useQuery({ ...locationOptions(documentId, span ?? { start: 0, end: 0 }), enabled: span !== null })
}

/** A document's text does not change under its id while it is looked at. */
export function locationOptions(documentId: string, { start, end }: Span) {
  return engine.documents.locate.queryOptions({
    input: { documentId, start, end },
    staleTime: Number.POSITIVE_INFINITY,
  })
}
