import { allNamed, descend, elementsOf, textOf, type XmlElement } from '../xml/xml-tree.ts'
import { columnName } from './cell-address.ts'
import { annotationText, paragraphTexts } from './odf-text.ts'
import type { SheetCell, SheetWriter } from './sheet-writer.ts'

/** Rows and cells that repeat with the same text; beyond this they are ornament. Empty ones cost nothing. */
const mostRepeats = 1_000

/** The rows of a sheet, in which repeats are written once and spans leave covered cells. */
export class OdsRows {
  readonly #writer: SheetWriter
  /** Texts of cells that span rows of one column, by column, with the number of rows still to come. */
  readonly #spanning = new Map<number, { text: string; rows: number }>()
  readonly #notes: string[] = []
  #index = 0

  constructor(writer: SheetWriter) {
    this.#writer = writer
  }

  add(row: XmlElement): void {
    const repeats = countOf(row, 'table:number-rows-repeated')
    const cells = this.#cellsOf(row)
    const shown = cells.length === 0 ? 0 : Math.min(repeats, mostRepeats)
    for (let index = 1; index <= shown; index++) this.#writer.row(this.#index + index, cells)
    this.#index += repeats
  }

  /** Shapes and pictures of the sheet, each by its text. */
  addShapes(shapes: XmlElement): void {
    for (const text of paragraphTexts(shapes)) this.#notes.push(text)
  }

  end(): void {
    this.#writer.end()
    for (const note of this.#notes) this.#writer.beside('note', note)
  }

  #cellsOf(row: XmlElement): SheetCell[] {
    const cells: SheetCell[] = []
    let column = 0
    for (const cell of elementsOf(row)) {
      const repeats = countOf(cell, 'table:number-columns-repeated')
      const isCovered = cell.name === 'table:covered-table-cell'
      if (!isCovered && cell.name !== 'table:table-cell') continue
      const text = isCovered ? this.#spanned(column) : this.#ownText(cell, column)
      const shown = text === '' ? 0 : Math.min(repeats, mostRepeats)
      for (let index = 0; index < shown; index++) cells.push({ column: column + index, text })
      column += repeats
    }
    return cells
  }

  #ownText(cell: XmlElement, column: number): string {
    const annotation = descend(cell, 'office:annotation')
    const note = annotation === undefined ? '' : annotationText(annotation)
    if (note !== '') this.#notes.push(`${columnName(column)}${this.#index + 1}: ${note}`)
    for (const described of allNamed(cell, 'svg:desc')) this.#notes.push(textOf(described))
    const text = shownText(cell)
    const rows = countOf(cell, 'table:number-rows-spanned')
    const isOneColumn = countOf(cell, 'table:number-columns-spanned') === 1
    if (rows > 1 && isOneColumn && text !== '') this.#spanning.set(column, { text, rows: rows - 1 })
    else this.#spanning.delete(column)
    return text
  }

  /** A cell that spans rows of one column stands in each of them, so that each row says all that it shows. */
  #spanned(column: number): string {
    const spanning = this.#spanning.get(column)
    if (spanning === undefined) return ''
    spanning.rows--
    if (spanning.rows === 0) this.#spanning.delete(column)
    return spanning.text
  }
}

/** Dates by ISO 8601, all else as the sheet shows it. */
function shownText(cell: XmlElement): string {
  const date = cell.attributes['office:date-value']
  if (date !== undefined) return date.replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ')
  const text = elementsOf(cell)
    .filter(({ name }) => name !== 'office:annotation')
    .flatMap((child) => (child.name === 'text:p' ? [paragraphOf(child)] : paragraphTexts(child)))
  const shown = text.join('\n').trim()
  return shown === '' ? (cell.attributes['office:string-value'] ?? cell.attributes['office:value'] ?? '') : shown
}

function paragraphOf(element: XmlElement): string {
  return paragraphTexts({ name: '', attributes: {}, children: [element] }).join('\n')
}

function countOf(element: XmlElement, name: string): number {
  return Math.max(1, Number(element.attributes[name] ?? 1) || 1)
}
