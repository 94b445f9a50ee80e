import type { DocumentBuilder } from '../document-builder.ts'

/** A bullet that the writer of the file put in front of an item. */
const bullet = /^\s*(?:[•◦·\uf0b7▪–-]\s+|o\t)/

/** What a paragraph is, as its control words say. */
export type RtfParagraph = {
  /** 1 to 6 for headings. */
  heading: number | null
  isQuote: boolean
  /** Depth of a list from 1, null outside of lists. */
  list: number | null
  inTable: boolean
}

/**
 * Grows a document from text and the ends of paragraphs, cells and rows. A table inside a cell becomes text of that cell.
 */
export class RtfBlocks {
  readonly #builder: DocumentBuilder
  #text = ''
  #cells: string[] = []
  #rows: string[][] = []
  #notes: string[] = []

  constructor(builder: DocumentBuilder) {
    this.#builder = builder
  }

  append(text: string): void {
    this.#text += text
  }

  /** A note stands behind the paragraph or table that it belongs to. */
  addNote(text: string): void {
    if (text.trim() !== '') this.#notes.push(text)
  }

  endParagraph(paragraph: RtfParagraph): void {
    if (paragraph.inTable) {
      this.#text += '\n'
      return
    }
    this.endTable()
    const text = this.#take()
    const { heading, isQuote, list } = paragraph
    if (heading !== null) this.#builder.add('heading', text, { level: heading })
    else if (list !== null) this.#builder.add('list-item', text.replace(bullet, ''), { level: list })
    else this.#builder.add(isQuote ? 'quote' : 'paragraph', text)
    this.#addNotes()
  }

  endCell(): void {
    this.#cells.push(this.#take())
  }

  endRow(): void {
    if (this.#cells.length > 0) this.#rows.push(this.#cells)
    this.#cells = []
  }

  /** A line of a table inside a cell. */
  endInnerRow(): void {
    this.#text = `${this.#text.trimEnd()}\n`
  }

  endInnerCell(): void {
    this.#text = `${this.#text.trimEnd()} | `
  }

  endTable(): void {
    this.endRow()
    if (this.#rows.length === 0) return
    this.#builder.addTable(this.#rows)
    this.#rows = []
    this.#addNotes()
  }

  /** All that was not ended, as in a file that was cut. */
  end(paragraph: RtfParagraph): void {
    if (this.#text.trim() !== '' && this.#cells.length > 0) this.endCell()
    this.endParagraph({ ...paragraph, inTable: false })
    this.endTable()
    this.#addNotes()
  }

  #take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  #addNotes(): void {
    for (const note of this.#notes) this.#builder.add('note', note)
    this.#notes = []
  }
}
