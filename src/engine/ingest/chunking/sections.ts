import type { Span } from '../../../contract/common.ts'
import type { Block } from '../../../contract/document.ts'

/** Blocks that follow each other, and the span that they cover. */
export type Section = Span & { blocks: Block[] }

/** A document's pages; one section for a format without pages. */
export function splitByPage(blocks: readonly Block[]): Section[] {
  return split(blocks, (before, block) => before.page !== block.page)
}

/** As `splitByPage`, and a heading begins a section; headings that follow each other stay together. */
export function splitByHeading(blocks: readonly Block[]): Section[] {
  return split(
    blocks,
    (before, block) => before.page !== block.page || (block.kind === 'heading' && before.kind !== 'heading'),
  )
}

/** Parted between neighbours for which the question is answered with true. */
export function split(blocks: readonly Block[], isParted: (before: Block, block: Block) => boolean): Section[] {
  const sections: Section[] = []
  for (const block of blocks) {
    const open = sections.at(-1)
    const before = open?.blocks.at(-1)
    if (open === undefined || before === undefined || isParted(before, block)) {
      sections.push({ start: block.start, end: block.end, blocks: [block] })
    } else {
      open.blocks.push(block)
      open.end = block.end
    }
  }
  return sections
}
