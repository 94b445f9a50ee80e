import type { BlockPlace, DocumentBuilder } from '../document-builder.ts'

/** Rows of one block: few enough to be shown and cut at once, so many that the header is hardly repeated. */
const blockRows = 100

type Row = { cells: readonly string[]; line: number | null }

/**
 * Adds a table of any length row by row, as blocks of a bounded number of rows. Each block begins with the header, if the
 * first row looks like one.
 */
export class LongTable {
  readonly #builder: DocumentBuilder
  readonly #place: BlockPlace
  #rows: Row[] = []
  #header: readonly string[] | null = null
  #isFirstBlock = true

  /** `place` without lines: they come with the rows. */
  constructor(builder: DocumentBuilder, place: BlockPlace = {}) {
    this.#builder = builder
    this.#place = place
  }

  /** `line` is the row's first line in the original, for formats of lines. */
  add(cells: readonly string[], line: number | null = null): void {
    if (this.#rows.length === blockRows) this.#flush()
    this.#rows.push({ cells, line })
  }

  end(): void {
    if (this.#rows.length > 0) this.#flush()
  }

  #flush(): void {
    const [first, second] = this.#rows
    if (this.#isFirstBlock && first !== undefined) {
      this.#header = second !== undefined && isHeader(first.cells, second.cells) ? first.cells : null
    }
    const repeated =
      this.#isFirstBlock || this.#header === null ? [] : [{ cells: this.#header, line: first?.line ?? null }]
    const rows = [...repeated, ...this.#rows]
    const lines = rows.flatMap(({ line }) => line ?? [])
    this.#builder.addTable(
      rows.map(({ cells }) => cells),
      { ...this.#place, ...(lines.length === rows.length && { line: lines }) },
    )
    this.#rows = []
    this.#isFirstBlock = false
  }
}

/** A number, an amount, a part of a hundred, a date or a time. */
const value = /^[-+(]?[\p{Sc}\s]*\d[\d.,'\s\u00a0:/TZ-]*(e[-+]?\d+)?[%\p{Sc}\s)]*$/iu
const year = /^(19|20)\d\d$/

/** Whether the first row names the columns: it has words, or years, where the next one has values. */
function isHeader(first: readonly string[], second: readonly string[]): boolean {
  const filled = first.filter((cell) => cell !== '')
  if (!filled.some((cell) => value.test(cell))) return true
  const others = filled.filter((cell) => value.test(cell))
  if (others.every((cell) => year.test(cell)) && filled.length > 1) return true
  return first.some((cell, column) => !value.test(cell) && cell !== '' && value.test(second[column] ?? ''))
}
