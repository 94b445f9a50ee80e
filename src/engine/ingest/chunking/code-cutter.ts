import type { Chunking } from '../../../contract/chunking.ts'
import type { Block } from '../../../contract/document.ts'
import { splitLines } from './code-lines.ts'
import { type ChunkSource, type Cut, type Cutter, sizesOf } from './cutter.ts'
import { fitSpan } from './pieces.ts'
import { split } from './sections.ts'
import { cutStructure } from './structure-cutter.ts'
import { shortenTo } from './table-header.ts'

/** Of a chunk's tokens, how much the file's imports beside them may have at most. */
const importsShare = 0.25

/**
 * Code by what is declared in it: functions and classes whole while they have no more than `codeLines`, small ones
 * together, a large class by its members, a large function between its lines with some of them repeated. The file's
 * imports are the context of chunks that do not hold them. What is not code is cut by its structure.
 */
export const cutCode: Cutter = function* (source, chunking): Generator<Cut> {
  const imports = shortenTo(importsOf(source), chunking.maximumTokens * importsShare)
  const isParted = (before: Block, block: Block) =>
    before.page !== block.page || (before.kind === 'code') !== (block.kind === 'code')
  for (const run of split(source.blocks, isParted)) {
    if (run.blocks[0]?.kind !== 'code') {
      yield* cutStructure(source, run.blocks, sizesOf(chunking))
      continue
    }
    for (const cut of cutDeclarations(source.text, { blocks: run.blocks, depth: 0 }, chunking)) {
      const holdsImports = run.blocks.some(({ imports, start, end }) => imports && start < cut.end && end > cut.start)
      yield holdsImports ? cut : { ...cut, context: imports }
    }
  }
}

function importsOf({ text, blocks }: ChunkSource): string {
  return blocks
    .filter(({ imports }) => imports)
    .map(({ start, end }) => text.slice(start, end))
    .join('\n')
}

/** Blocks that follow each other, all within the declaration whose names are the first `depth` ones of their symbols. */
type Group = { blocks: readonly Block[]; depth: number }

function* cutDeclarations(text: string, group: Group, chunking: Chunking): Generator<Cut> {
  let open: Cut | null = null
  for (const item of itemsOf(group)) {
    const longer: Cut | null = open === null ? null : fitLines(text, { start: open.start, end: endOf(item) }, chunking)
    if (longer !== null) {
      open = longer
      continue
    }
    if (open !== null) yield open
    open = fitLines(text, { start: startOf(item), end: endOf(item) }, chunking)
    if (open !== null) continue
    if (item.length > 1) yield* cutDeclarations(text, { blocks: item, depth: group.depth + 1 }, chunking)
    else yield* splitLines(text, { start: startOf(item), end: endOf(item) }, chunking)
  }
  if (open !== null) yield open
}

/** What stands side by side: each inner declaration with all of its blocks, and each block that belongs to none. */
function itemsOf({ blocks, depth }: Group): Block[][] {
  const items: Block[][] = []
  for (const block of blocks) {
    const name = block.symbol?.[depth]
    const before = items.at(-1)
    if (before !== undefined && name !== undefined && before[0]?.symbol?.[depth] === name) before.push(block)
    else items.push([block])
  }
  return items
}

/** The span when it has no more lines and tokens than a chunk may have. */
function fitLines(text: string, span: Cut, chunking: Chunking): Cut | null {
  let lines = 1
  for (let at = text.indexOf('\n', span.start); at >= 0 && at < span.end; at = text.indexOf('\n', at + 1)) {
    if (++lines > chunking.codeLines) return null
  }
  return fitSpan(text, span, sizesOf(chunking)) === null ? null : span
}

function startOf(item: readonly Block[]): number {
  return item[0]?.start ?? 0
}

function endOf(item: readonly Block[]): number {
  return item.at(-1)?.end ?? 0
}
