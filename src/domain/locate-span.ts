import type { Block, PageBox } from '../contract/document.ts'
import { estimateWidth } from './text-width.ts'

type Run = { page: number; start: number; end: number; x: number; y: number; width: number; height: number }

/**
 * Where a span of a document's text lies: the block that holds its first character, that block's page, and for paged
 * documents the boxes that cover it, one a line of text. A run that the span covers in part gives its share of the
 * width, as its letters are usually wide; a run of turned text is marked as a whole, since its direction is not known.
 */
export function locateSpan(
  content: { text: string; blocks: readonly Block[]; runs: readonly Run[] | null },
  span: { start: number; end: number },
): { block: number; page: number | null; boxes: PageBox[] } {
  const block = findBlock(content.blocks, span.start)
  const boxes: PageBox[] = []
  for (const run of content.runs ?? []) {
    const start = Math.max(run.start, span.start)
    const end = Math.min(run.end, span.end)
    if (start >= end) continue
    const box = boxOf(run, { start, end }, content.text)
    const last = boxes.at(-1)
    if (last !== undefined && isSameLine(last, box)) extend(last, box)
    else boxes.push(box)
  }
  return { block, page: boxes[0]?.page ?? content.blocks[block]?.page ?? null, boxes }
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

function boxOf(run: Run, part: { start: number; end: number }, text: string): PageBox {
  const { page, x, y, width, height } = run
  const turned = height > width * 1.5 && run.end - run.start > 1
  if (turned) return { page, x, y, width, height }
  const whole = estimateWidth(text.slice(run.start, run.end)) || 1
  const before = estimateWidth(text.slice(run.start, part.start)) / whole
  const after = estimateWidth(text.slice(part.end, run.end)) / whole
  const left = rightToLeft.test(text.slice(run.start, run.end)) ? after : before
  return { page, x: x + width * left, y, width: width * (1 - before - after), height }
}

/** Index of the last block that begins at or before the position; 0 when there is none. */
export function findBlock(blocks: readonly Block[], position: number): number {
  let low = 0
  let high = blocks.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((blocks[middle]?.start ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return low
}

/** Boxes on one line overlap in height by more than half and follow each other closely. */
function isSameLine(left: PageBox, right: PageBox): boolean {
  const overlap = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y)
  const smaller = Math.min(left.height, right.height)
  const gap = right.x - (left.x + left.width)
  return left.page === right.page && overlap > smaller / 2 && gap > -smaller && gap < smaller * 2
}

function extend(box: PageBox, by: PageBox): void {
  const right = Math.max(box.x + box.width, by.x + by.width)
  const bottom = Math.max(box.y + box.height, by.y + by.height)
  box.x = Math.min(box.x, by.x)
  box.y = Math.min(box.y, by.y)
  box.width = right - box.x
  box.height = bottom - box.y
}
