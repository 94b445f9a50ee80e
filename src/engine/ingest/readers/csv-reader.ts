import { CsvError, parse } from 'csv-parse/sync'
import { type CsvDialect, csvOptions, type SniffedDialect, sniffDialect } from './data/csv-dialect.ts'
import { DocumentBuilder } from './document-builder.ts'
import { LongTable } from './office/long-table.ts'
import { type Reader, ReadRefusal } from './reader.ts'
import { unifyLineEnds } from './text/clean-text.ts'
import { decodeText } from './text/decode-text.ts'

/** A field that is longer was begun by a quote that never ends. */
const longestRecord = 1_000_000

/** One table, whose rows know their lines. A quote that never ends costs its meaning, and no text. */
export const readCsv: Reader = async ({ bytes }) => {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new ReadRefusal('FILE_TYPE_UNSUPPORTED', 'binary content')
  const builder = new DocumentBuilder()
  if (decoded.lossy) builder.warn('ENCODING_LOSSY')
  const { text, dialect, line } = takeDeclaration(decoded.text.replace(/\r\n?/g, '\n'))
  const rows = new CsvRows(builder, dialect.columns)
  const spoiled = addRecords(rows, text, { dialect, line })
  if (spoiled !== null) {
    builder.warn('CSV_QUOTE_OPEN')
    addRecords(rows, skipLines(text, spoiled - line), { dialect: { ...dialect, quotes: false }, line: spoiled })
  }
  rows.end()
  return builder.finish('csv')
}

/** Excel writes the delimiter into the first line: `sep=;`. */
function takeDeclaration(text: string): { text: string; dialect: SniffedDialect; line: number } {
  const declared = /^sep=(.)\n/i.exec(text)
  const rest = text.slice(declared?.[0].length ?? 0)
  const sniffed = sniffDialect(rest)
  return declared === null
    ? { text, dialect: sniffed, line: 1 }
    : { text: rest, dialect: { ...sniffed, delimiter: declared[1] ?? ',' }, line: 2 }
}

/** Rows of a file; single fields over a table of several columns are its titles. */
class CsvRows {
  readonly #builder: DocumentBuilder
  readonly #table: LongTable
  readonly #columns: number
  #isBegun = false

  constructor(builder: DocumentBuilder, columns: number) {
    this.#builder = builder
    this.#table = new LongTable(builder)
    this.#columns = columns
  }

  add(record: readonly string[], line: number): void {
    const filled = record.filter((field) => field.trim() !== '')
    this.#isBegun ||= this.#columns === 1 || filled.length > 1
    if (this.#isBegun) this.#table.add(record.map(unifyLineEnds), line)
    else this.#builder.add('paragraph', filled[0] ?? '', { line })
  }

  end(): void {
    this.#table.end()
  }
}

type Start = { dialect: CsvDialect; line: number }

/** Adds records until the end; answers null, or the line from which on a quote that never ends spoils them. */
function addRecords(rows: CsvRows, text: string, { dialect, line }: Start): number | null {
  let next = line
  try {
    parse(text, {
      ...csvOptions(dialect),
      max_record_size: dialect.quotes ? longestRecord : 0,
      on_record: (record: string[], { lines }) => {
        const last = line + lines - 1
        rows.add(record, last - record.reduce((sum, field) => sum + countLineEnds(field), 0))
        next = last + 1
        return null
      },
    })
  } catch (error) {
    if (error instanceof CsvError && dialect.quotes) return next
    throw error
  }
  return null
}

/** The text from its line `count` on, from 0. */
function skipLines(text: string, count: number): string {
  let position = 0
  for (let passed = 0; passed < count; passed++) position = text.indexOf('\n', position) + 1
  return text.slice(position)
}

function countLineEnds(text: string): number {
  return text.split('\n').length - 1
}
