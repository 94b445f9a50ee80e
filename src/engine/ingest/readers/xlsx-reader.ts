import { DocumentBuilder } from './document-builder.ts'
import { openOfficePackage, warnOfPrograms } from './office/office-package.ts'
import { describePackage } from './office/office-properties.ts'
import { mainPartOf, relationsOf, treeOf } from './office/package-relations.ts'
import { SheetWriter } from './office/sheet-writer.ts'
import { addSheetNotes } from './office/xlsx-notes.ts'
import { readRows } from './office/xlsx-rows.ts'
import { readStrings } from './office/xlsx-strings.ts'
import { readStyles } from './office/xlsx-styles.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { childrenNamed, descend } from './xml/xml-tree.ts'
import type { Archive } from './zip/archive.ts'

type Sheet = { name: string; hidden: boolean; type: string; part: string }

/** Sheets are pages, each under its name. Formulas are shown as the values that were stored with them. */
export const readXlsx: Reader = async ({ bytes }) => {
  const archive = openOfficePackage(bytes)
  const builder = new DocumentBuilder()
  warnOfPrograms(archive, builder)
  describePackage(archive, builder)
  const book = openBook(archive)
  for (const [index, sheet] of book.sheets.entries()) addSheet(builder, archive, { book, sheet, page: index + 1 })
  return { ...builder.finish('xlsx'), pageCount: book.sheets.length }
}

type Book = ReturnType<typeof openBook>

function openBook(archive: Archive) {
  const main = mainPartOf(archive)
  const workbook = treeOf(archive, main)
  if (workbook === null) throw new ReadRefusal('FILE_DAMAGED', 'the package lacks its main part')
  const relations = relationsOf(archive, main)
  const list = descend(workbook, 'x:sheets')
  const sheets = (list === undefined ? [] : childrenNamed(list, 'x:sheet')).map(({ attributes }): Sheet => {
    const { type = '', part = '' } = relations.find(({ id }) => id === attributes['r:id']) ?? {}
    return { name: attributes['name'] ?? '', hidden: /hidden/i.test(attributes['state'] ?? ''), type, part }
  })
  const partOf = (type: string) => relations.find((relation) => relation.type === type)?.part
  return {
    sheets,
    strings: readStrings(archive, partOf('sharedStrings')),
    kinds: readStyles(treeOf(archive, partOf('styles'))),
    from1904: /^(1|true)$/.test(descend(workbook, 'x:workbookPr')?.attributes['date1904'] ?? ''),
  }
}

type SheetPlace = { book: Book; sheet: Sheet; page: number }

function addSheet(builder: DocumentBuilder, archive: Archive, { book, sheet, page }: SheetPlace): void {
  if (sheet.hidden) builder.warn('SHEET_HIDDEN', page)
  const entry = archive.find(sheet.part)
  // A chart on a sheet of its own draws the numbers of another.
  if (sheet.type !== 'worksheet') return
  if (entry === undefined) throw new ReadRefusal('FILE_DAMAGED', `sheet ${page} is missing`)
  const writer = new SheetWriter(builder, { page, name: sheet.name })
  readRows(archive, entry, { book, row: (index, cells) => writer.row(index, cells) })
  writer.end()
  addSheetNotes(writer, archive, sheet.part)
}
