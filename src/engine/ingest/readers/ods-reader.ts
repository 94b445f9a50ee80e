import type { DocumentBuilder } from './document-builder.ts'
import { openOdf } from './office/odf-package.ts'
import { OdfStyles } from './office/odf-styles.ts'
import { OdsRows } from './office/ods-rows.ts'
import { SheetWriter } from './office/sheet-writer.ts'
import type { Reader } from './reader.ts'
import type { XmlAttributes } from './xml/xml.ts'
import { readXmlPieces, type XmlElement } from './xml/xml-tree.ts'

/** Sheets are pages, each under its name. Rows are read one by one: a sheet of a million takes the memory of one. */
export const readOds: Reader = async ({ bytes }) => {
  const { archive, builder, content } = openOdf(bytes)
  const reading = new SheetReading(builder, OdfStyles.of(archive))
  readXmlPieces(archive.stream(content), reading)
  return { ...builder.finish('ods'), pageCount: reading.page }
}

/** Tables may stand inside cells and shapes; only those of the book are its sheets, and a row is taken whole. */
class SheetReading {
  page = 0
  readonly #builder: DocumentBuilder
  readonly #styles: OdfStyles
  #rows: OdsRows | null = null

  constructor(builder: DocumentBuilder, styles: OdfStyles) {
    this.#builder = builder
    this.#styles = styles
  }

  wants(name: string, attributes: XmlAttributes): boolean {
    if (name === 'table:table') this.#begin(attributes)
    return name === 'table:table-row' || name === 'table:shapes' || name === 'style:style' || skipped.has(name)
  }

  take(element: XmlElement): void {
    if (element.name === 'style:style') this.#styles.add(element)
    if (element.name === 'table:table-row') this.#rows?.add(element)
    if (element.name === 'table:shapes') this.#rows?.addShapes(element)
  }

  leave(name: string): void {
    if (name !== 'table:table') return
    this.#rows?.end()
    this.#rows = null
  }

  #begin(attributes: XmlAttributes): void {
    this.page++
    const { page } = this
    if (this.#styles.isHidden(attributes['table:style-name'], 'table')) this.#builder.warn('SHEET_HIDDEN', page)
    this.#rows = new OdsRows(new SheetWriter(this.#builder, { page, name: attributes['table:name'] ?? '' }))
  }
}

/** Changes that were tracked, and copies of other files' sheets, are not what the book shows. */
const skipped = new Set(['table:tracked-changes', 'table:dde-links', 'office:dde-source'])
