import type { Chunking } from '../../../contract/chunking.ts'
import type { Block } from '../../../contract/document.ts'
import { splitLines } from './code-lines.ts'
import { fitCount } from './count-tokens.ts'
import { type ChunkSource, type Cut, type Cutter, sizesOf } from './cutter.ts'
import { joinPieces, longestChunk, measureSpan, type Piece } from './pieces.ts'
import { type Section, split } from './sections.ts'
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
    for (const cut of cutDeclarations(source.text, { units: unitsOf(source.text, run), depth: 0 }, chunking)) {
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

/** A block as it is packed: with the white space up to the next one, its tokens, and its line ends. */
type Unit = Piece & {
  symbol: readonly string[]
  lineEnds: number
  /** Those of them that are not at its end. */
  innerLineEnds: number
}

function unitsOf(text: string, { blocks, end: lastEnd }: Section): Unit[] {
  return blocks.map((block, index) => {
    const end = blocks[index + 1]?.start ?? lastEnd
    return {
      ...measureSpan(text, { start: block.start, end }),
      symbol: block.symbol ?? [],
      lineEnds: countLineEnds(text, block.start, end),
      innerLineEnds: countLineEnds(text, block.start, block.end),
    }
  })
}

/** Units that follow each other, all within the declaration whose names are the first `depth` ones of their symbols. */
type Group = { units: readonly Unit[]; depth: number }

function* cutDeclarations(text: string, group: Group, chunking: Chunking): Generator<Cut> {
  let open: Unit | null = null
  for (const item of itemsOf(group)) {
    const whole = joinUnits(text, item)
    const longer: Unit | null = open === null ? null : fitUnits(text, [open, whole], chunking)
    if (longer !== null) {
      open = longer
      continue
    }
    if (open !== null) yield open
    open = fitUnits(text, [whole], chunking)
    if (open !== null) continue
    if (item.length > 1) yield* cutDeclarations(text, { units: item, depth: group.depth + 1 }, chunking)
    else yield* splitLines(text, whole, chunking)
  }
  if (open !== null) yield open
}

/** What stands side by side: each inner declaration with all of its units, and each unit that belongs to none. */
function itemsOf({ units, depth }: Group): Unit[][] {
  const items: Unit[][] = []
  for (const unit of units) {
    const name = unit.symbol[depth]
    const before = items.at(-1)
    if (before !== undefined && name !== undefined && before[0]?.symbol[depth] === name) before.push(unit)
    else items.push([unit])
  }
  return items
}

/** The units as one, when they have no more lines and tokens than a chunk may have. */
function fitUnits(text: string, units: readonly Unit[], chunking: Chunking): Unit | null {
  const whole = joinUnits(text, units)
  if (whole.innerLineEnds >= chunking.codeLines || whole.end - whole.start > longestChunk(sizesOf(chunking)))
    return null
  const count = fitCount(() => text.slice(whole.start, whole.end), whole.count, chunking.maximumTokens)
  return count === null ? null : { ...whole, count }
}

function joinUnits(text: string, [first, ...others]: readonly Unit[]): Unit {
  if (first === undefined) throw new Error('no units to join')
  return others.reduce<Unit>(
    (whole, unit) => ({
      ...joinPieces(text, whole, unit),
      symbol: whole.symbol,
      lineEnds: whole.lineEnds + unit.lineEnds,
      innerLineEnds: whole.lineEnds + unit.innerLineEnds,
    }),
    first,
  )
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++
  return count
}
