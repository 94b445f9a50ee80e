import type { DocumentBuilder } from '../document-builder.ts'
import { LongTable } from './long-table.ts'

/** A cell with text: its column from 0, and what a person sees in it. */
export type SheetCell = { column: number; text: string }

/** Rows that are looked at before the columns of a table are decided. */
const sampleRows = 500

/**
 * Adds a sheet row by row. Rows without a gap are one table; its columns are those in which anything stands, so a cell at
 * the far corner of a sheet costs no more than its text. Cells that stand alone are paragraphs, such as titles.
 */
export class SheetWriter {
  readonly #builder: DocumentBuilder
  readonly #page: number
  readonly #name: string
  #isBegun = false
  #sample: (readonly SheetCell[])[] = []
  #table: { writer: LongTable; places: Map<number, number> } | null = null
  #lastRow = Number.NEGATIVE_INFINITY

  /** The sheet's name stands over it as a heading, unless there is nothing on it. */
  constructor(builder: DocumentBuilder, { page, name }: { page: number; name: string }) {
    this.#builder = builder
    this.#page = page
    this.#name = name
  }

  /** `index` rises; cells rise by column, those without text left out. */
  row(index: number, cells: readonly SheetCell[]): void {
    if (cells.length === 0) return
    if (index > this.#lastRow + (this.#isHeaderAlone() ? 2 : 1)) this.end()
    this.#lastRow = index
    if (this.#table !== null) this.#addRow(this.#table, cells)
    else if (this.#sample.push(cells) === sampleRows) this.#decide()
  }

  /** Adds what stands beside the cells, after the rows before it. */
  beside(kind: 'note' | 'caption' | 'paragraph', text: string): void {
    if (text.trim() === '') return
    this.end()
    this.#begin()
    this.#builder.add(kind, text, { page: this.#page })
  }

  /** Ends the table that is open. To be called after the last row. */
  end(): void {
    this.#decide()
    this.#table?.writer.end()
    this.#table = null
  }

  /** Many leave a row free under the names of the columns. */
  #isHeaderAlone(): boolean {
    return (this.#sample.at(-1)?.length ?? 0) > 1 && this.#sample.slice(0, -1).every((cells) => cells.length === 1)
  }

  #begin(): void {
    if (this.#isBegun) return
    this.#isBegun = true
    this.#builder.add('heading', this.#name, { level: 1, page: this.#page })
  }

  #decide(): void {
    const rows = this.#sample
    this.#sample = []
    if (rows.length === 0) return
    this.#begin()
    const isTable = rows.some((cells) => cells.length > 1)
    // One column of many rows is a table of one column; a cell or two alone are words beside the tables.
    const alone = rows.length > 2 ? 0 : rows.length
    const titles = isTable ? rows.findIndex((cells) => cells.length > 1) : alone
    for (const cells of rows.slice(0, titles)) {
      this.#builder.add('paragraph', cells[0]?.text ?? '', { page: this.#page })
    }
    if (titles === rows.length) return
    const columns = [...new Set(rows.slice(titles).flatMap((cells) => cells.map(({ column }) => column)))]
    const places = new Map(columns.sort((one, other) => one - other).map((column, place) => [column, place]))
    this.#table = { writer: new LongTable(this.#builder, { page: this.#page }), places }
    for (const cells of rows.slice(titles)) this.#addRow(this.#table, cells)
  }

  /** Cells in columns that no sampled row used come behind the others. */
  #addRow({ writer, places }: { writer: LongTable; places: Map<number, number> }, cells: readonly SheetCell[]): void {
    const row = Array<string>(places.size).fill('')
    for (const { column, text } of cells) {
      const place = places.get(column)
      if (place === undefined) row.push(text)
      else row[place] = text
    }
    writer.add(row)
  }
}
