import type { Block, BlockKind, DocumentType, DocumentWarning } from '../../../contract/document.ts'
import type { ExtractedDocument } from '../extracted.ts'
import { cleanText, tidyTitle } from './clean-text.ts'
import { ReadRefusal } from './reader.ts'

export type BlockPlace = { level?: number | null; page?: number | null }

const cellSeparator = ' | '

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

  get length(): number {
    return this.#length
  }

  /** Keeps the first title it is given that is not empty. */
  suggestTitle(title: string | null | undefined): void {
    this.#title ??= tidyTitle(title)
  }

  warn(code: string, page: number | null = null): void {
    if (!this.warnings.some((warning) => warning.code === code && warning.page === page)) {
      this.warnings.push({ code, page })
    }
  }

  /** Adds a block; white space around it is dropped. Returns where its text begins, null when nothing was left of it. */
  add(kind: BlockKind, text: string, place: BlockPlace = {}): number | null {
    const clean = kind === 'code' ? trimBlankLines(cleanText(text)) : cleanText(text).trim()
    if (clean.trim() === '') return null
    const start = this.#separate(kind)
    this.#append(clean)
    this.#push({ kind, start, end: this.#length }, place)
    return start
  }

  /** Adds a table, a line for each row; a table without any text is dropped. The first row is the header. */
  addTable(rows: readonly (readonly string[])[], place: BlockPlace = {}): void {
    const cells = rows.map((row) => row.map((cell) => cleanText(cell).replaceAll('\n', ' ').trim()))
    const filled = cells.filter((row) => row.some((cell) => cell !== ''))
    if (filled.length === 0) return
    const start = this.#separate('table')
    const spans = filled.map((row, rowIndex) => {
      if (rowIndex > 0) this.#append('\n')
      return row.map((cell, cellIndex) => {
        if (cellIndex > 0) this.#append(cellSeparator)
        const cellStart = this.#length
        this.#append(cell)
        return { start: cellStart, end: this.#length }
      })
    })
    this.#push({ kind: 'table', start, end: this.#length, rows: spans }, place)
  }

  /** The finished document; throws FILE_EMPTY when no block holds any text. */
  finish(type: DocumentType): ExtractedDocument {
    if (this.blocks.length === 0) throw new ReadRefusal('FILE_EMPTY', 'the file holds no text')
    const text = this.#parts.join('')
    const heading = this.blocks.find((block) => block.kind === 'heading')
    this.suggestTitle(heading && text.slice(heading.start, heading.end))
    const { blocks, warnings } = this
    return { type, title: this.#title, text, pages: null, blocks, runs: null, warnings }
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

  #push(block: Pick<Block, 'kind' | 'start' | 'end' | 'rows'>, place: BlockPlace): void {
    this.blocks.push({ ...block, level: place.level ?? null, page: place.page ?? null })
  }
}

/** Empty lines around code go, the indentation of its first line stays. */
function trimBlankLines(text: string): string {
  return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
}
