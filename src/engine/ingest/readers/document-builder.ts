import type { Block, BlockKind, DocumentType, DocumentWarning, Metadata } from '../../../contract/document.ts'
import type { WarningCode } from '../../../contract/warnings.ts'
import type { ExtractedDocument } from '../reading/extracted.ts'
import { ReadRefusal } from './reader.ts'
import { cleanText, collapseSpaces, tidyTitle } from './text/clean-text.ts'

export type BlockPlace = Pick<Block, 'language' | 'symbol' | 'imports'> & {
  level?: number | null
  page?: number | null
  /** 1-based line of the original at which the text begins; for a table, of each row. */
  line?: number | readonly number[]
  /** Where in the text further lines of the original begin, when they are not the lines of the text. */
  lineStarts?: readonly number[]
}

const cellSeparator = ' | '
/** Cells of a document whose spans are kept. */
const mostCells = 500_000
/** Characters of a property, as `Metadata` allows. */
const longestProperty = 2_000

/**
 * Grows a document block by block and keeps the invariants of `ExtractedDocument`: clean text, blocks in order, every
 * visible character inside a block. Blocks are set apart by an empty line, the items of a list by a line end.
 */
export class DocumentBuilder {
  readonly blocks: Block[] = []
  readonly warnings: DocumentWarning[] = []
  #parts: string[] = []
  #length = 0
  #title: string | null = null
  #properties: Metadata = {}
  #cells = 0

  get length(): number {
    return this.#length
  }

  /** Keeps the first title it is given that is not empty. */
  suggestTitle(title: string | null | undefined): void {
    this.#title ??= tidyTitle(title)
  }

  /** Keeps what the file says of itself: the first value of each name that is not empty. */
  describe(properties: Readonly<Record<string, string | null | undefined>>): void {
    for (const [name, value] of Object.entries(properties)) {
      const tidy = collapseSpaces(cleanText(value ?? '')).trim()
      if (tidy !== '') this.#properties[name] ??= tidy.slice(0, longestProperty).toWellFormed()
    }
  }

  warn(code: WarningCode, page: number | null = null): void {
    if (!this.warnings.some((warning) => warning.code === code && warning.page === page)) {
      this.warnings.push({ code, page })
    }
  }

  /** Adds a block; white space around it is dropped. Returns where its text begins, null when nothing was left of it. */
  add(kind: BlockKind, text: string, place: BlockPlace = {}): number | null {
    const whole = cleanText(text)
    const clean = kind === 'code' ? trimBlankLines(whole) : whole.trim()
    if (clean.trim() === '') return null
    const dropped = kind === 'code' ? whole.length - whole.replace(leadingBlankLines, '').length : leadOf(whole)
    const start = this.#separate(kind)
    this.#append(clean)
    this.#push({ kind, start, end: this.#length, ...linesOf(whole, dropped, { start, place }) }, place)
    return start
  }

  /**
   * Adds a table, a line for each row; a table without any text is dropped. The first row is the header. Beyond half a
   * million cells in a document their spans are left out, which would take more than the text itself.
   */
  addTable(rows: readonly (readonly string[])[], place: BlockPlace = {}): void {
    const cells = rows.map((row) => row.map((cell) => cleanText(cell).replaceAll('\n', ' ').trim()))
    const kept = cells.map((row) => row.some((cell) => cell !== ''))
    const filled = cells.filter((_row, index) => kept[index])
    if (filled.length === 0) return
    const start = this.#separate('table')
    const rowStarts: number[] = []
    let reached = start
    const spans = filled.map((row) => {
      rowStarts.push(reached)
      const cells = row.map((cell) => {
        const span = { start: reached, end: reached + cell.length }
        reached = span.end + cellSeparator.length
        return span
      })
      reached = (cells.at(-1)?.end ?? reached) + 1
      return cells
    })
    this.#append(filled.map((row) => row.join(cellSeparator)).join('\n'))
    this.#cells += spans.reduce((sum, row) => sum + row.length, 0)
    const rowLines = Array.isArray(place.line) ? place.line.filter((_line: number, index: number) => kept[index]) : []
    const rowSpans = this.#cells <= mostCells && { rows: spans }
    this.#push({ kind: 'table', start, end: this.#length, ...rowSpans, ...linesOfRows(rowStarts, rowLines) }, place)
  }

  /** The finished document; throws FILE_EMPTY when no block holds any text. */
  finish(type: DocumentType): ExtractedDocument {
    if (this.blocks.length === 0) throw new ReadRefusal('FILE_EMPTY', 'the file holds no text')
    const text = this.#parts.join('')
    const heading = this.blocks.find((block) => block.kind === 'heading')
    this.suggestTitle(heading && text.slice(heading.start, heading.end))
    const { blocks, warnings } = this
    const properties = this.#properties
    return { type, title: this.#title, text, pages: null, blocks, runs: null, warnings, properties }
  }

  #separate(kind: BlockKind): number {
    const previous = this.blocks.at(-1)
    if (previous !== undefined) {
      this.#append(previous.kind === 'list-item' && kind === 'list-item' ? '\n' : '\n\n')
    }
    return this.#length
  }

  #append(text: string): void {
    this.#parts.push(text)
    this.#length += text.length
  }

  #push(block: Pick<Block, 'kind' | 'start' | 'end' | 'rows' | 'line' | 'lines'>, place: BlockPlace): void {
    const { language, symbol, imports } = place
    this.blocks.push({
      ...block,
      level: place.level ?? null,
      page: place.page ?? null,
      ...(language !== undefined && { language }),
      ...(symbol !== undefined && symbol.length > 0 && { symbol }),
      ...(imports !== undefined && { imports }),
    })
  }
}

const leadingBlankLines = /^(?:[^\S\n]*\n)+/

/** Empty lines around code go, the indentation of its first line stays. */
function trimBlankLines(text: string): string {
  return text.replace(leadingBlankLines, '').trimEnd()
}

function leadOf(text: string): number {
  return text.length - text.trimStart().length
}

type BlockLines = Pick<Block, 'line' | 'lines'>

/** Lines of a block of which `dropped` characters at the front were left out. */
function linesOf(text: string, dropped: number, { start, place }: { start: number; place: BlockPlace }): BlockLines {
  if (typeof place.line !== 'number') return {}
  if (place.lineStarts === undefined) return { line: place.line + countLineEnds(text.slice(0, dropped)) }
  const passed = place.lineStarts.filter((position) => position <= dropped).length
  const lines = place.lineStarts.slice(passed).map((position) => position - dropped + start)
  // Most paragraphs have one line, or the lines that their text has.
  const plain = [...text.slice(dropped).trimEnd().matchAll(/\n/g)].map(({ index }) => start + index + 1)
  const isPlain = lines.length === plain.length && lines.every((position, index) => position === plain[index])
  return { line: place.line + passed, ...(!isPlain && { lines }) }
}

/** Positions are only needed where rows do not stand on lines of their own that follow each other. */
function linesOfRows(starts: readonly number[], rowLines: readonly number[]): BlockLines {
  const [first] = rowLines
  if (first === undefined) return {}
  if (rowLines.every((line, index) => line === first + index)) return { line: first }
  const skips = rowLines.map((line, index) => Math.max(0, line - (rowLines[index - 1] ?? line)))
  return { line: first, lines: starts.flatMap((start, index) => Array<number>(skips[index] ?? 0).fill(start)) }
}

function countLineEnds(text: string): number {
  return text.split('\n').length - 1
}
