import type { Block } from '../../../contract/document.ts'
import { type PageUnit, pageUnit } from '../../../contract/page-unit.ts'
import type { ChunkSource } from './cutter.ts'

const longestHeading = 300
/** What stands on one of these stands for itself: no heading of an earlier one is over it. */
const separateUnits = new Set<PageUnit | null>(['slide', 'sheet', 'message'])

/**
 * The headings over a run of blocks, outermost first: those over the first block that is none itself, so that headings
 * which begin a chunk are among them. Runs are asked for in rising order.
 */
export function createHeadingPaths({
  text,
  blocks,
  type,
}: ChunkSource): (first: number, count: number) => readonly string[] {
  const endsWithPage = separateUnits.has(pageUnit(type))
  let open: { level: number; text: string }[] = []
  let page: number | null = null
  let passed = 0

  function pass(block: Block): void {
    if (endsWithPage && block.page !== page) open = []
    page = block.page
    if (block.kind !== 'heading') return
    const level = block.level ?? 1
    open = [...open.filter((heading) => heading.level < level), { level, text: shorten(text, block) }]
  }

  return (first, count) => {
    let last = first
    while (last < first + count - 1 && blocks[last]?.kind === 'heading') last++
    for (; passed <= last; passed++) {
      const block = blocks[passed]
      if (block !== undefined) pass(block)
    }
    return open.map((heading) => heading.text)
  }
}

function shorten(text: string, { start, end }: Block): string {
  const heading = text.slice(start, end).replace(/\s+/g, ' ')
  return heading.length > longestHeading ? `${heading.slice(0, longestHeading - 1).toWellFormed()}…` : heading
}
