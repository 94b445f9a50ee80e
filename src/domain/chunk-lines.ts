import type { Block } from '../contract/document.ts'

/**
 * Finds the lines of the original for positions of a document's text, asked in rising order, in one pass. Answers null
 * where the format has no lines. `text` begins at `textStart` of the document's text.
 */
export function createLineFinder(
  { text, textStart = 0 }: { text: string; textStart?: number },
  blocks: readonly Block[],
): (position: number) => number | null {
  let place = 0
  let line = 0
  let reached = -1
  let next = 0

  function enter(block: Block, at: number): void {
    place = at
    line = block.line ?? 0
    reached = block.start
    next = 0
  }

  return (position) => {
    const at = findBlock(blocks, { position, from: place })
    const block = blocks[at]
    if (block?.line === undefined) return null
    if (at !== place || reached < 0) enter(block, at)
    if (block.lines === undefined) {
      line += countLineEnds(text, reached - textStart, position - textStart)
    } else {
      for (; next < block.lines.length && (block.lines[next] ?? 0) <= position; next++) line++
    }
    reached = Math.max(reached, position)
    return line
  }
}

/**
 * Line of the original at a position inside a chunk, from the line at which the chunk begins; null for formats without
 * lines. `blocks` are those that the chunk shares characters with.
 */
export function lineInChunk(
  chunk: { line: number | null; start: number; text: string },
  blocks: readonly Block[],
  position: number,
): number | null {
  if (chunk.line === null) return null
  const block = blocks.findLast(({ start }) => start <= position)
  const isInside = block?.line !== undefined && block.start > chunk.start
  const from = isInside ? block.start : chunk.start
  const line = isInside ? (block.line ?? chunk.line) : chunk.line
  if (block?.lines !== undefined) return line + block.lines.filter((at) => at > from && at <= position).length
  return line + countLineEnds(chunk.text, from - chunk.start, position - chunk.start)
}

/** Index of the last block that begins at or before the position. */
function findBlock(blocks: readonly Block[], { position, from }: { position: number; from: number }): number {
  let at = from
  while (at + 1 < blocks.length && (blocks[at + 1]?.start ?? 0) <= position) at++
  return at
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
