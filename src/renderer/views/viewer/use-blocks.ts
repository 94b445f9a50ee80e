import { useQueries, useQuery } from '@tanstack/react-query'
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import type { RefObject } from 'react'
import type { Block } from '../../../contract/document.ts'
import { engine } from '../../engine/client.ts'

/** Blocks that are asked for at once. */
const windowSize = 200
const usualHeight = 72

export type BlockWindow = { block: Block; text: string; textStart: number }

export type Blocks = {
  virtual: Virtualizer<HTMLElement, Element>
  total: number
  /** The block of a number with a text that holds it; undefined while its window is on its way. */
  at(index: number): BlockWindow | undefined
  isLoading: boolean
  error: unknown
  refetch(): void
}

/** What the blocks scroll in, and how many pixels of other things lie above them there. */
type BlocksPlace = { scroller: RefObject<HTMLElement | null>; above: number }

/** A document's blocks, a window at a time around what is seen. They are found by number, however long the document. */
export function useBlocks(documentId: string, { scroller, above }: BlocksPlace): Blocks {
  const windowOptions = (fromBlock: number) =>
    engine.documents.content.queryOptions({
      input: { documentId, fromBlock, limit: windowSize },
      staleTime: Number.POSITIVE_INFINITY,
    })
  const first = useQuery(windowOptions(0))
  const total = first.data?.totalBlocks ?? 0
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    overscan: 6,
    paddingStart: 20,
    paddingEnd: 48,
    scrollMargin: above,
  })
  const rows = virtual.getVirtualItems()
  // One block before what is seen, too: whether a page begins is told by the block before.
  const from = Math.floor(Math.max(0, (rows[0]?.index ?? 0) - 1) / windowSize)
  const to = Math.floor((rows.at(-1)?.index ?? 0) / windowSize)
  const windows = useQueries({
    queries: Array.from({ length: to - from + 1 }, (_, index) => windowOptions((from + index) * windowSize)),
  })
  return {
    virtual,
    total,
    at(index) {
      const data = windows[Math.floor(index / windowSize) - from]?.data
      const block = data?.blocks[index - data.fromBlock]
      return data === undefined || block === undefined
        ? undefined
        : { block, text: data.text, textStart: data.textStart }
    },
    isLoading: first.isLoading,
    error: first.error,
    refetch: () => void first.refetch(),
  }
}
