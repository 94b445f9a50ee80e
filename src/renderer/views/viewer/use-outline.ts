import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Block, Document } from '../../../contract/document.ts'
import { pageUnit } from '../../../contract/page-unit.ts'
import { client, engine } from '../../engine/client.ts'

/** Blocks that are looked through for names; what lies behind them is found by its number. */
const lookedThrough = 2_000
const mostEntries = 1_000
const nameLength = 80
const fewestHeadings = 3

/** A place to jump to. `block` is null where it has to be looked for first. */
export type OutlineEntry = {
  key: string
  page: number | null
  name: string | null
  block: number | null
  depth: number
}

const none: readonly OutlineEntry[] = []

/** The slides, sheets, chapters or messages of a document; of one without such parts, its headings. */
export function useOutline(document: Document): readonly OutlineEntry[] {
  const { data } = useQuery(
    engine.documents.content.queryOptions({
      input: { documentId: document.id, fromBlock: 0, limit: lookedThrough },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  return useMemo(() => {
    if (data === undefined || document.type === null) return none
    const nameOf = ({ start, end }: Block) =>
      data.text.slice(start - data.textStart, Math.min(end, start + nameLength) - data.textStart)
    return pageUnit(document.type) === null
      ? listHeadings(data.blocks, nameOf)
      : listPages({ blocks: data.blocks, pages: document.pages ?? 0, nameOf })
  }, [data, document])
}

type Naming = (block: Block) => string

function listHeadings(blocks: readonly Block[], nameOf: Naming): readonly OutlineEntry[] {
  const headings = blocks.flatMap((block, index) =>
    block.kind === 'heading'
      ? [{ key: `${index}`, page: null, name: nameOf(block), block: index, depth: (block.level ?? 1) - 1 }]
      : [],
  )
  return headings.length < fewestHeadings ? none : headings.slice(0, mostEntries)
}

type PageList = { blocks: readonly Block[]; pages: number; nameOf: Naming }

function listPages({ blocks, pages, nameOf }: PageList): readonly OutlineEntry[] {
  if (pages < 2) return none
  const firsts = new Map<number, number>()
  const names = new Map<number, string>()
  for (const [index, block] of blocks.entries()) {
    if (block.page === null) continue
    if (!firsts.has(block.page)) firsts.set(block.page, index)
    if (block.kind === 'heading' && !names.has(block.page)) names.set(block.page, nameOf(block))
  }
  return Array.from({ length: Math.min(pages, mostEntries) }, (_, index) => {
    const page = index + 1
    return { key: `p${page}`, page, name: names.get(page) ?? null, block: firsts.get(page) ?? null, depth: 0 }
  })
}

/** The first block of a page, by halving: pages rise with the blocks. A page without text gives the one after it. */
export async function findBlockOfPage(documentId: string, page: number): Promise<number> {
  const { totalBlocks } = await client.documents.content({ documentId, limit: 1 })
  let low = 0
  let high = Math.max(0, totalBlocks - 1)
  while (low < high) {
    const middle = (low + high) >> 1
    const { blocks } = await client.documents.content({ documentId, fromBlock: middle, limit: 1 })
    if ((blocks[0]?.page ?? 0) < page) low = middle + 1
    else high = middle
  }
  return low
}
