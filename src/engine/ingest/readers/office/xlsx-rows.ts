import { readXml, type XmlAttributes } from '../xml/xml.ts'
import type { Archive, ArchiveEntry } from '../zip/archive.ts'
import { parseAddress } from './cell-address.ts'
import { type NumberKind, showNumber } from './number-format.ts'
import type { SheetCell } from './sheet-writer.ts'
import { readMerges } from './xlsx-merges.ts'
import { decodeEscapes } from './xlsx-strings.ts'

export type BookTexts = { strings: readonly string[]; kinds: readonly NumberKind[]; from1904: boolean }

export type RowHandler = {
  book: BookTexts
  /** Rows that hold text, from 1, with their cells in order. */
  row(index: number, cells: readonly SheetCell[]): void
}

/** Reads the cells of a sheet as they come: a sheet of a million rows takes the memory of one. */
export function readRows(archive: Archive, entry: ArchiveEntry, { book, row }: RowHandler): void {
  const reading = new RowReading(book, { merges: readMerges(archive.stream(entry)), row })
  readXml(archive.stream(entry), {
    open: (name, attributes) => reading.open(name, attributes),
    close: (name) => reading.close(name),
    text: (text) => reading.text(text),
  })
}

type OpenCell = { column: number; type: string; kind: NumberKind; value: string }

class RowReading {
  readonly #book: BookTexts
  readonly #merges: ReturnType<typeof readMerges>
  readonly #row: RowHandler['row']
  /** Texts of cells that span rows, by column, with the last row that they span. */
  readonly #spanning = new Map<number, { text: string; lastRow: number }>()
  #index = 0
  #cells: SheetCell[] = []
  #column = -1
  #cell: OpenCell | null = null
  #isValue = false
  #isPhonetic = false

  constructor(book: BookTexts, { merges, row }: { merges: ReturnType<typeof readMerges>; row: RowHandler['row'] }) {
    this.#book = book
    this.#merges = merges
    this.#row = row
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'x:row') {
      this.#index = Number(attributes['r']) || this.#index + 1
      this.#cells = []
      this.#column = -1
    } else if (name === 'x:c') {
      this.#column = parseAddress(attributes['r'] ?? '')?.column ?? this.#column + 1
      const kind = this.#book.kinds[Number(attributes['s'] ?? 0)] ?? 'number'
      this.#cell = { column: this.#column, type: attributes['t'] ?? 'n', kind, value: '' }
    } else if (name === 'x:rPh') this.#isPhonetic = true
    else this.#isValue = this.#cell !== null && !this.#isPhonetic && (name === 'x:v' || name === 'x:t')
  }

  text(text: string): void {
    if (this.#isValue && this.#cell !== null) this.#cell.value += text
  }

  close(name: string): void {
    this.#isValue = false
    if (name === 'x:rPh') this.#isPhonetic = false
    if (name === 'x:c' && this.#cell !== null) {
      const text = this.#show(this.#cell).trim()
      if (text !== '') this.#cells.push({ column: this.#cell.column, text })
      this.#cell = null
    }
    if (name === 'x:row' && this.#cells.length > 0) this.#row(this.#index, this.#withSpanning())
  }

  #show({ type, value, kind }: OpenCell): string {
    if (value === '') return ''
    if (type === 's') return this.#book.strings[Number(value)] ?? ''
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
    if (type !== 'n') return decodeEscapes(value)
    // Most numbers are stored as they are shown; longer ones carry digits that no one wrote.
    if (kind === 'number' && value.length <= 15) return value
    const number = Number(value)
    return Number.isFinite(number) ? showNumber(number, kind, this.#book) : value
  }

  /** A cell that spans rows of one column stands in each of them, so that each row says all that it shows. */
  #withSpanning(): readonly SheetCell[] {
    for (const { column, text } of this.#cells) {
      const lastRow = this.#merges.get(`${column}:${this.#index}`)
      if (lastRow !== undefined) this.#spanning.set(column, { text, lastRow })
    }
    if (this.#spanning.size === 0) return this.#cells
    const own = new Set(this.#cells.map(({ column }) => column))
    const spanned = [...this.#spanning].flatMap(([column, { text, lastRow }]) => {
      if (lastRow < this.#index) this.#spanning.delete(column)
      return lastRow < this.#index || own.has(column) ? [] : [{ column, text }]
    })
    return [...this.#cells, ...spanned].sort((one, other) => one.column - other.column)
  }
}
