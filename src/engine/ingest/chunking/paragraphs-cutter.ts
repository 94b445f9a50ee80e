import { type Cut, type Cutter, sizesOf } from './cutter.ts'
import type { ChunkSizes, Piece } from './pieces.ts'
import { type Section, split, splitByHeading } from './sections.ts'
import { splitWithoutGaps } from './split-span.ts'
import { cutStructure } from './structure-cutter.ts'
import { cutWindows } from './windows.ts'

/**
 * Some paragraphs of a section at a time, the last of which the next chunk repeats. A list counts as a paragraph, a heading
 * belongs to the one after it, tables and code are cut by themselves.
 */
export const cutByParagraphs: Cutter = function* (source, chunking): Generator<Cut> {
  const sizes = sizesOf(chunking)
  const window = {
    units: chunking.paragraphs,
    overlap: Math.min(chunking.overlapParagraphs, chunking.paragraphs - 1),
    sizes,
  }
  for (const section of splitByHeading(source.blocks)) {
    for (const run of split(section.blocks, (before, block) => isWhole(before.kind) !== isWhole(block.kind))) {
      if (isWhole(run.blocks[0]?.kind)) yield* cutStructure(source, run.blocks, sizes)
      else yield* cutWindows(source.text, paragraphsOf(source.text, run, sizes), window)
    }
  }
}

function isWhole(kind: Section['blocks'][number]['kind'] | undefined): boolean {
  return kind === 'table' || kind === 'code'
}

/** Without gaps: the empty line before a paragraph belongs to it. One that is too long for a chunk is split. */
function paragraphsOf(text: string, run: Section, sizes: ChunkSizes): Piece[] {
  const paragraphs = split(
    run.blocks,
    (before, block) => before.kind !== 'heading' && !(before.kind === 'list-item' && block.kind === 'list-item'),
  )
  return paragraphs.flatMap(({ end }, index) => {
    const start = paragraphs[index - 1]?.end ?? run.start
    return splitWithoutGaps(text, { unit: 'sentence', start, end }, sizes)
  })
}
